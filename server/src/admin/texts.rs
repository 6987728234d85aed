//! Every word of the admin pages, in English and French side by side. A test compares them.
//! Long because it is a table.

/// Builds [`Texts`] from one table: name, English, French. `{0}`, `{1}` stand for values.
macro_rules! texts {
    ($($name:ident $en:literal $fr:literal;)+) => {
        /// The words of a language.
        pub(super) struct Texts {
            $(pub(super) $name: &'static str,)+
        }

        /// English.
        pub(super) static EN: Texts = Texts { $($name: $en,)+ };
        /// French.
        pub(super) static FR: Texts = Texts { $($name: $fr,)+ };

        /// Name, English, French.
        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $en, $fr),)+];
    };
}

texts! {
    // The frame.
    skip "Skip to the content" "Aller au contenu";
    menu "Menu" "Menu";
    menu_marketing "Marketing" "Marketing";
    menu_settings "Settings" "Réglages";
    coupons "Coupons" "Coupons";
    users "Accounts" "Comptes";
    keys "API keys" "Clés d’API";
    sessions "Password and sessions" "Mot de passe et sessions";
    go_to "Go to" "Aller à";
    go_to_hint "A coupon’s name or code, or a page" "Nom ou code d’un coupon, ou une page";
    go_to_nothing "Nothing is called that." "Rien ne porte ce nom.";
    close "Close" "Fermer";
    sign_out "Sign out" "Se déconnecter";
    language "Language" "Langue";
    colours "Colours" "Couleurs";
    theme_auto "As the device" "Comme l’appareil";
    theme_light "Light" "Clair";
    theme_dark "Dark" "Sombre";
    apply "Apply" "Appliquer";
    time_zone_note "Time zone: {0}" "Fuseau horaire : {0}";
    undo "Undo" "Annuler l’action";
    keyboard "Keyboard" "Clavier";
    key_search "Search the list" "Chercher dans la liste";
    key_new "New coupon" "Nouveau coupon";
    key_help "These keys" "Ces touches";
    key_palette "Go to a coupon or a page" "Aller à un coupon ou à une page";
    key_close "Close what is open" "Fermer ce qui est ouvert";
    api_docs "API documentation" "Documentation de l’API";

    // Signing in.
    sign_in "Sign in" "Se connecter";
    email "E-mail" "E-mail";
    password "Password" "Mot de passe";
    sign_in_lead "The coupons of your shop, exact to the cent." "Les coupons de votre boutique, au centime près.";
    setup_title "Set up the shop" "Mettre la boutique en service";
    setup_lead "Make the first account. It belongs to the owner, who may do everything and takes in the others." "Créez le premier compte. C’est celui du propriétaire, qui peut tout faire et accueille les autres.";
    setup_locked "This page opens with the link that the server prints when it starts. Look there for a line with /admin/setup?token=" "Cette page s’ouvre avec le lien que le serveur affiche au démarrage. Cherchez-y une ligne avec /admin/setup?token=";
    setup_button "Make the account" "Créer le compte";
    your_name "Your name" "Votre nom";
    password_hint "At least 10 characters. A few words that only you would put together do well." "Au moins 10 caractères. Quelques mots que vous seul réuniriez conviennent bien.";

    // Faults and refusals.
    faults_title "Please look at this again" "À revoir";
    fault_name "Give it a name of 1 to 255 characters." "Donnez un nom de 1 à 255 caractères.";
    fault_email "Write an e-mail address, such as ana@shop.example." "Écrivez une adresse e-mail, comme ana@shop.example.";
    fault_password "Choose 10 to 200 characters, other than the e-mail address." "Choisissez de 10 à 200 caractères, autres que l’adresse e-mail.";
    fault_present_password "This is not your present password." "Ce n’est pas votre mot de passe actuel.";
    fault_code "A code has letters, digits, - and _, and no spaces or other signs." "Un code a des lettres, des chiffres, - et _, sans espace ni autre signe.";
    fault_code_propose "“{0}” cannot stand in a code. Would {1} do?" "« {0} » ne peut figurer dans un code. Que diriez-vous de {1} ?";
    fault_code_taken "Another coupon has a code that reads the same." "Un autre coupon a un code qui se lit de même.";
    fault_percent "Write a rate from 0 to 100 with at most four decimals." "Écrivez un taux de 0 à 100 avec quatre décimales au plus.";
    fault_amount "Write an amount such as 10.00." "Écrivez un montant comme 10,00.";
    fault_currency "Write the three letters of a currency, such as EUR." "Écrivez les trois lettres d’une monnaie, comme EUR.";
    fault_number "Write a whole number, or leave it empty." "Écrivez un nombre entier, ou laissez vide.";
    fault_date "Write a date such as 2026-06-30." "Écrivez une date comme 2026-06-30.";
    fault_time "Write a time such as 18:00." "Écrivez une heure comme 18:00.";
    fault_time_alone "Give the day too." "Indiquez aussi le jour.";
    fault_order "The end must come after the start." "La fin doit venir après le début.";
    fault_text "Write at most {0} characters." "Écrivez {0} caractères au plus.";
    fault_count "Write a number from 1 to 100,000." "Écrivez un nombre de 1 à 100 000.";
    fault_scopes "Choose at least one right." "Choisissez au moins un droit.";
    error_title "This did not work" "Cela n’a pas marché";
    error_back "Back to the coupons" "Retour aux coupons";
    error_reference "Reference" "Référence";
    error_not_found "What you are looking for is not here, or not here any more." "Ce que vous cherchez n’est pas ici, ou n’y est plus.";
    error_forbidden "Your account may not do this, or the form was not sent from this session. Ask an owner of the shop, or open the page again." "Votre compte ne peut pas faire cela, ou le formulaire ne vient pas de cette session. Demandez à un propriétaire de la boutique, ou rouvrez la page.";
    error_coupon_archived "The coupon is archived. Restore it first." "Le coupon est archivé. Restaurez-le d’abord.";
    error_coupon_not_archived "The coupon is not archived." "Le coupon n’est pas archivé.";
    error_coupon_incomplete "The coupon gives nothing yet. Say what it gives first." "Le coupon ne donne encore rien. Dites d’abord ce qu’il donne.";
    error_coupon_running "The coupon is not over." "Le coupon n’est pas terminé.";
    error_version_conflict "Somebody else was faster. Open the page again to see what they changed." "Quelqu’un a été plus rapide. Rouvrez la page pour voir ce qui a changé.";
    error_code_taken "Another coupon has the code." "Un autre coupon a ce code.";
    error_codes_too_dense "So many codes of this look would be easy to guess. Ask for fewer." "Tant de codes de cette forme seraient faciles à deviner. Demandez-en moins.";
    error_field_locked "The coupon’s template keeps this as it is." "Le modèle du coupon garde cela tel quel.";
    error_email_taken "Somebody has an account with this e-mail." "Quelqu’un a déjà un compte avec cet e-mail.";
    error_last_owner "A shop needs an owner who can sign in. Make another account an owner first." "Une boutique a besoin d’un propriétaire qui puisse se connecter. Nommez-en d’abord un autre.";
    error_rate_limited "There were too many attempts. Wait 15 minutes." "Il y a eu trop d’essais. Attendez 15 minutes.";
    error_sign_in "This e-mail and password do not belong together, or the account is switched off." "Cet e-mail et ce mot de passe ne vont pas ensemble, ou le compte est désactivé.";
    error_setup "The first account is made with the link that the server prints, and only once." "Le premier compte se crée avec le lien que le serveur affiche, et une seule fois.";
    error_address "The address of this page is not one that we gave out." "L’adresse de cette page n’est pas une des nôtres.";
    error_unavailable "The database is away or busy. Nothing was changed. Try again in a moment." "La base de données est absente ou occupée. Rien n’a été modifié. Réessayez dans un instant.";
    error_in_progress "The same request is still running. Wait a moment and look again." "La même demande est encore en cours. Attendez un instant et regardez à nouveau.";
    error_fields "Something in the form is not what is meant here." "Quelque chose dans le formulaire ne convient pas.";
    error_other "Something went wrong. Nothing was changed." "Quelque chose n’a pas marché. Rien n’a été modifié.";

    // What was done.
    done_created "The coupon is made." "Le coupon est créé.";
    done_saved "Your changes are saved." "Vos modifications sont enregistrées.";
    done_enabled "The coupon is in force." "Le coupon est en vigueur.";
    done_enabled_many "{0} coupons are in force." "{0} coupons sont en vigueur.";
    done_paused "The coupon is paused." "Le coupon est en pause.";
    done_paused_many "{0} coupons are paused." "{0} coupons sont en pause.";
    done_archived "The coupon is archived." "Le coupon est archivé.";
    done_archived_many "{0} coupons are archived." "{0} coupons sont archivés.";
    done_restored "The coupon is back, and not in force yet." "Le coupon est de retour, pas encore en vigueur.";
    done_duplicated "Here is the copy, a draft without a code." "Voici la copie, un brouillon sans code.";
    done_version_restored "The earlier version is the current one again." "La version antérieure est de nouveau l’actuelle.";
    done_undone "It is as it was before." "Tout est comme avant.";
    done_codes_made "The code is made." "Le code est créé.";
    done_codes_begun "The codes are being made. They appear here as they are ready." "Les codes sont en cours de création. Ils apparaissent ici dès qu’ils sont prêts.";
    done_user_created "The account is made." "Le compte est créé.";
    done_user_saved "The account is changed." "Le compte est modifié.";
    done_password_changed "Your password is changed; your other sessions have ended." "Votre mot de passe est changé ; vos autres sessions sont terminées.";
    done_key_revoked "The key is revoked." "La clé est révoquée.";
    done_session_ended "The session has ended." "La session est terminée.";
    done_welcome "Welcome. Your account is made; make your first coupon next." "Bienvenue. Votre compte est créé ; créez maintenant votre premier coupon.";
    done_nothing "There was nothing to do." "Il n’y avait rien à faire.";

    // The list.
    new_coupon "New coupon" "Nouveau coupon";
    search "Search" "Chercher";
    search_hint "Name, code or description" "Nom, code ou description";
    filter "Filter" "Filtrer";
    filters_clear "Clear all" "Tout effacer";
    filter_activation "How it is applied" "Mode d’application";
    filter_campaign "Campaign" "Campagne";
    filter_any "Any" "Tous";
    filter_ends "Ends" "Fin";
    filter_ends_days "Within {0} days" "D’ici {0} jours";
    sort "Sort by" "Trier par";
    sort_newest "Newest first" "Plus récents d’abord";
    sort_name "Name" "Nom";
    sort_ends "Soonest end" "Fin la plus proche";
    sort_updated "Last changed" "Dernière modification";
    activation_code "With a code" "Avec un code";
    activation_automatic "By itself" "Automatique";
    activation_claim "From a wallet" "Depuis un portefeuille";
    tab_all "All" "Tous";
    state_draft "Draft" "Brouillon";
    state_scheduled "Scheduled" "Programmé";
    state_active "Active" "Actif";
    state_paused "Paused" "En pause";
    state_used_up "Used up" "Épuisé";
    state_expired "Expired" "Expiré";
    state_archived "Archived" "Archivé";
    tab_draft "Draft" "Brouillons";
    tab_scheduled "Scheduled" "Programmés";
    tab_active "Active" "Actifs";
    tab_paused "Paused" "En pause";
    tab_used_up "Used up" "Épuisés";
    tab_expired "Expired" "Expirés";
    tab_archived "Archived" "Archivés";
    reason_draft "not published yet" "pas encore publié";
    reason_scheduled "starts {0}" "commence {0}";
    reason_scheduled_campaign "starts with its campaign" "commence avec sa campagne";
    reason_active "in force" "en vigueur";
    reason_paused "stopped by the team" "arrêté par l’équipe";
    reason_used_up "used {0} of {1}" "utilisé {0} fois sur {1}";
    reason_expired "ended {0}" "terminé {0}";
    reason_expired_campaign "ended with its campaign" "terminé avec sa campagne";
    reason_archived "put away" "rangé";
    column_name "Coupon" "Coupon";
    column_value "Value" "Valeur";
    column_uses "Uses" "Utilisations";
    column_validity "Validity" "Validité";
    column_state "State" "État";
    column_actions "Actions" "Actions";
    select_all "Select all on this page" "Tout choisir sur cette page";
    select_one "Select {0}" "Choisir {0}";
    no_code "no code" "sans code";
    uses_unlimited "{0}, no limit" "{0}, sans limite";
    uses_limited "{0} of {1}" "{0} sur {1}";
    claims_left "{0} of {1} left to claim" "{0} sur {1} encore à réclamer";
    validity_always "No dates" "Sans dates";
    validity_from "From {0}" "Dès le {0}";
    validity_until "Until {0}" "Jusqu’au {0}";
    validity_both "{0} to {1}" "Du {0} au {1}";
    ends_when "ends {0}" "finit {0}";
    ended_when "ended {0}" "terminé {0}";
    starts_when "starts {0}" "commence {0}";
    no_end "no end" "sans fin";
    when_today "today" "aujourd’hui";
    when_tomorrow "tomorrow" "demain";
    when_yesterday "yesterday" "hier";
    when_in_days "in {0} days" "dans {0} jours";
    when_days_ago "{0} days ago" "il y a {0} jours";
    when_in_months "in {0} months" "dans {0} mois";
    when_months_ago "{0} months ago" "il y a {0} mois";
    when_in_years "in more than a year" "dans plus d’un an";
    when_years_ago "more than a year ago" "il y a plus d’un an";
    bulk_with_selected "With the selected:" "Avec la sélection :";
    bulk_title_pause "Pause coupons" "Mettre des coupons en pause";
    bulk_title_resume "Put coupons in force" "Mettre des coupons en vigueur";
    bulk_title_archive "Archive coupons" "Archiver des coupons";
    bulk_selected "{0} selected." "{0} sélectionnés.";
    bulk_selected_one "1 selected." "1 sélectionné.";
    bulk_can "{0} will be changed." "{0} seront modifiés.";
    bulk_can_one "1 will be changed." "1 sera modifié.";
    bulk_cannot "{0} cannot:" "{0} ne peuvent pas l’être :";
    bulk_cannot_one "1 cannot:" "1 ne peut pas l’être :";
    bulk_none "Nothing was selected. Tick the boxes of the coupons first." "Rien n’est sélectionné. Cochez d’abord les cases des coupons.";
    bulk_do "Do it" "Confirmer";
    cancel "Cancel" "Renoncer";
    why_already_expired "already expired" "déjà expiré";
    why_already_paused "already paused" "déjà en pause";
    why_already_active "already in force" "déjà en vigueur";
    why_draft "a draft" "un brouillon";
    why_incomplete "gives nothing yet" "ne donne encore rien";
    why_archived "archived" "archivé";
    why_gone "not there any more" "n’existe plus";
    why_no_right "needs the role “publish”" "demande le rôle « publier »";
    action_edit "Edit" "Modifier";
    action_view "View" "Voir";
    action_publish "Publish" "Publier";
    action_pause "Pause" "Mettre en pause";
    action_resume "Resume" "Reprendre";
    action_archive "Archive" "Archiver";
    action_restore "Restore" "Restaurer";
    action_duplicate "Duplicate" "Dupliquer";
    actions_of "Actions for {0}" "Actions pour {0}";
    next_page "Next page" "Page suivante";
    first_page "First page" "Première page";
    pages "Pages" "Pages";
    empty_title "No coupons yet" "Pas encore de coupon";
    empty_lead "Start with one of these. You can change everything before anybody can use it." "Commencez par l’un de ceux-ci. Vous pourrez tout changer avant que quiconque puisse l’utiliser.";
    empty_reader "Nobody has made a coupon yet." "Personne n’a encore créé de coupon.";
    start_welcome "Welcome, 10%" "Bienvenue, 10 %";
    start_welcome_lead "10% off the order, once per customer" "10 % sur la commande, une fois par client";
    start_shipping "Free shipping" "Livraison offerte";
    start_shipping_lead "From an amount that you choose" "À partir du montant de votre choix";
    start_amount "An amount off" "Un montant en moins";
    start_amount_lead "Such as 5.00 off, from 50.00" "Par exemple 5,00 de moins, dès 50,00";
    filtered_title "No coupon fits" "Aucun coupon ne correspond";
    filtered_lead "Asked for:" "Demandé :";
    kind_percent_off "Percentage" "Pourcentage";
    kind_amount_off "Amount" "Montant";
    kind_fixed_price "Fixed price" "Prix fixe";
    kind_bundle_price "Bundle price" "Prix de lot";
    kind_tiered "Tiers" "Paliers";
    kind_buy_x_get_y "Buy x get y" "Achetez x, recevez y";
    kind_free_product "Free product" "Produit offert";
    kind_free_shipping "Free shipping" "Livraison offerte";
    kind_shipping_off "Shipping discount" "Remise sur la livraison";
    kind_setup_fee_off "Set-up fee" "Frais de mise en service";
    kind_by_billing_period "By billing period" "Par période de facturation";
    kind_stored_value "Gift card" "Carte cadeau";
    kind_several "Several" "Plusieurs";
    kind_none "Nothing yet" "Rien encore";

    // A coupon's page.
    copy "Copy" "Copier";
    copied "Copied" "Copié";
    code "Code" "Code";
    tabs "Parts of this page" "Parties de cette page";
    tab_overview "Overview" "Aperçu";
    tab_codes "Codes" "Codes";
    tab_versions "Versions" "Versions";
    tab_activity "Activity" "Activité";
    stat_uses "Uses" "Utilisations";
    stat_left "Left" "Restant";
    stat_claims "Claimed" "Réclamés";
    stat_version "Version" "Version";
    stat_run "Run" "Édition";
    stat_changed "Last changed" "Modifié";
    unlimited "no limit" "sans limite";
    in_words "In plain words" "En clair";
    look_again "Worth a second look" "À regarder de plus près";
    look_again_nothing "Nothing stands out." "Rien à signaler.";
    look_again_button "Check this coupon" "Vérifier ce coupon";
    description "Description" "Description";
    tags "Tags" "Étiquettes";
    owner "Owner" "Responsable";
    campaign "Campaign" "Campagne";
    details "Details" "Détails";
    codes_make "Make codes" "Créer des codes";
    codes_count "How many" "Combien";
    codes_prefix "They begin with" "Ils commencent par";
    codes_prefix_hint "Optional, such as SPRING-" "Facultatif, par exemple PRINTEMPS-";
    codes_state "State" "État";
    codes_made "Made" "Créé";
    codes_customer "For" "Pour";
    codes_anybody "anybody" "tout le monde";
    codes_none "This coupon has no codes yet." "Ce coupon n’a pas encore de codes.";
    codes_none_found "No code begins like that." "Aucun code ne commence ainsi.";
    codes_search "Begins with" "Commence par";
    code_live "Live" "Valable";
    code_used "Used" "Utilisé";
    code_expired "Expired" "Expiré";
    code_void "Void" "Annulé";
    versions_lead "Every change makes a version. To restore one writes its terms as the newest." "Chaque modification crée une version. En restaurer une récrit ses conditions comme les plus récentes.";
    version_number "Version {0}" "Version {0}";
    version_current "current" "actuelle";
    version_restore "Restore version {0}" "Restaurer la version {0}";
    field_conditions "Conditions" "Conditions";
    version_field "Field" "Champ";
    version_before "Before" "Avant";
    version_after "After" "Après";
    version_nothing "nothing" "rien";
    change_created "Made" "Créé";
    change_edited "Edited" "Modifié";
    change_enabled "Put in force" "Mis en vigueur";
    change_paused "Paused" "Mis en pause";
    change_archived "Archived" "Archivé";
    change_restored "Restored" "Restauré";
    change_version_restored "Version restored" "Version restaurée";
    change_other "Changed" "Changé";
    by_whom "by {0}" "par {0}";
    by_program "the program" "le programme";
    by_key "the key {0}" "la clé {0}";
    activity_lead "Everything that happened to this coupon, the oldest first." "Tout ce qui est arrivé à ce coupon, du plus ancien au plus récent.";
    activity_none "Nothing has happened yet." "Rien n’est encore arrivé.";
    event_coupon_created "The coupon was made" "Le coupon a été créé";
    event_coupon_updated "The coupon was edited" "Le coupon a été modifié";
    event_coupon_enabled "The coupon was put in force" "Le coupon a été mis en vigueur";
    event_coupon_paused "The coupon was paused" "Le coupon a été mis en pause";
    event_coupon_archived "The coupon was archived" "Le coupon a été archivé";
    event_coupon_restored "The coupon was restored" "Le coupon a été restauré";

    // The form.
    form_new_title "New coupon" "Nouveau coupon";
    form_edit_title "Edit {0}" "Modifier {0}";
    form_basics "What it is called" "Son nom";
    form_gives "What it gives" "Ce qu’il donne";
    form_when "When" "Quand";
    form_limits "How often" "Combien de fois";
    name "Name" "Nom";
    name_hint "For your team; shoppers read the description" "Pour votre équipe ; les clients lisent la description";
    description_hint "What shoppers read" "Ce que lisent les clients";
    how "How shoppers get it" "Comment les clients l’obtiennent";
    how_code "They type a code" "Ils saisissent un code";
    how_automatic "It applies by itself" "Il s’applique de lui-même";
    how_claim "They claim it into their wallet" "Ils l’ajoutent à leur portefeuille";
    code_hint "Short and easy to say. Case, spaces and dashes do not matter to shoppers." "Court et facile à dire. Majuscules, espaces et tirets ne comptent pas pour les clients.";
    code_generate "Generate a code" "Générer un code";
    kind "Kind" "Type";
    percent "Percent off" "Pourcentage de remise";
    amount "Amount off" "Montant de remise";
    currency "Currency" "Monnaie";
    cap "At most" "Au plus";
    cap_hint "The most that one order is given; empty is no limit" "Le plus qu’une commande reçoit ; vide : sans limite";
    minimum "Minimum order" "Commande minimale";
    minimum_hint "Before discounts; empty is no minimum" "Avant remises ; vide : aucun minimum";
    starts "Starts" "Début";
    starts_time "Start time" "Heure de début";
    ends "Ends" "Fin";
    ends_time "End time" "Heure de fin";
    dates_hint "In {0}. Without a time, the last day counts whole." "En {0}. Sans heure, le dernier jour compte en entier.";
    limit_total "Uses in all" "Utilisations en tout";
    limit_customer "Uses per customer" "Utilisations par client";
    limit_hint "Empty is no limit" "Vide : sans limite";
    limit_used "{0} used so far" "{0} utilisés jusqu’ici";
    kept_as_is "This form does not write that; it stays as it is:" "Ce formulaire n’écrit pas cela ; cela reste tel quel :";
    save_draft "Save as a draft" "Enregistrer comme brouillon";
    save_live "Save and put in force" "Enregistrer et mettre en vigueur";
    save "Save" "Enregistrer";
    save_anyway "Save mine over it" "Enregistrer la mienne par-dessus";
    conflict_title "Somebody changed this coupon while you were writing" "Quelqu’un a modifié ce coupon pendant votre saisie";
    conflict_lead "Nothing you typed is lost. They changed:" "Rien de votre saisie n’est perdu. Ont changé :";
    form_summary "In plain words" "En clair";
    form_summary_update "Show in words" "Dire en clair";

    // The form: its frame.
    sections "Sections of the form" "Sections du formulaire";
    mark_complete "complete" "complet";
    mark_attention "needs attention" "à compléter";
    mark_empty "nothing set" "rien de défini";
    form_who "Who and what" "Qui et quoi";
    form_together "Together with others" "Avec d’autres coupons";
    form_more "More" "Plus";
    yes "Yes" "Oui";
    no "No" "Non";
    row_add "Add a row" "Ajouter une ligne";
    row_remove "Remove" "Retirer";
    pick "Choose" "Choisir";
    pick_none "Nothing fits. You can type the ids as well." "Rien ne correspond. Vous pouvez aussi saisir les identifiants.";
    pick_more "There are more. Search for them." "Il y en a d’autres. Cherchez-les.";
    pick_closed "Your account may not look at this list. Type the ids, one on a line." "Votre compte ne peut pas consulter cette liste. Saisissez les identifiants, un par ligne.";
    pick_customers "{0} customers" "{0} clients";
    pick_customers_more "more than {0} customers" "plus de {0} clients";
    changes_title "What saving changes" "Ce que l’enregistrement modifie";
    changes_none "Nothing so far." "Rien pour l’instant.";
    claims_title "For those who hold it already" "Pour ceux qui le détiennent déjà";
    claims_lead "Whoever claimed this coupon was promised its terms." "Ceux qui ont réclamé ce coupon ont reçu la promesse de ses conditions.";
    claims_keep "Keep the terms they claimed" "Garder les conditions réclamées";
    claims_better "The better of both for each order" "Le meilleur des deux pour chaque commande";
    claims_all "The new terms for everybody" "Les nouvelles conditions pour tous";
    visibility "Who may know of it" "Qui peut le connaître";
    visibility_hint "Beside those who hold it" "Outre ceux qui le détiennent";
    visibility_private "nobody else" "personne d’autre";
    visibility_claimable "whoever may claim it" "qui peut l’ajouter à son portefeuille";
    visibility_public "everybody" "tout le monde";
    renewals "Renewals it covers" "Renouvellements couverts";
    renewals_hint "0 is the first payment only, -1 every one" "0 : le premier paiement seul, -1 : tous";
    code_free "This code is free." "Ce code est libre.";
    code_own "This coupon has the code." "Ce coupon a déjà ce code.";
    code_taken_by "“{0}” has this code already." "« {0} » a déjà ce code.";
    code_lookalike "O and 0, or I and 1, are easily mistaken." "O et 0, ou I et 1, se confondent facilement.";
    currency_hint "Another one in the same field: 10.00 / 12.00 USD" "Une autre dans le même champ : 10,00 / 12,00 USD";

    // The form: what it gives.
    kind_change "Change the kind" "Changer de type";
    benefit_add "Give something else too" "Donner aussi autre chose";
    benefit_remove "Do not give this" "Ne pas donner cela";
    way "how" "comment";
    way_percent "Percent off" "Pour cent de remise";
    way_amount "Amount off" "Montant de remise";
    way_price "For a price" "À un prix";
    max_units "For so many items at most" "Pour tant d’articles au plus";
    max_units_hint "Over the whole order; empty is no limit" "Sur toute la commande ; vide : sans limite";
    units "Which items first" "Quels articles d’abord";
    units_dearest "The dearest" "Les plus chers";
    units_cheapest "The cheapest" "Les moins chers";
    services "Only these shipping services" "Seulement ces services de livraison";
    services_hint "One on a line; empty is all" "Un par ligne ; vide : tous";
    per "The amount is for" "Le montant vaut pour";
    per_order "the whole order, shared by its items" "toute la commande, partagé entre ses articles";
    per_line "each line of the cart" "chaque ligne du panier";
    per_unit "each single item" "chaque article";
    overflow "What its items cannot take" "Ce que ses articles ne peuvent absorber";
    overflow_cap "is not given" "n’est pas donné";
    overflow_spill "comes off the rest of the order" "va au reste de la commande";
    buy_quantity "Buy so many" "Acheter tant";
    buy_target "Of these" "Parmi ceux-ci";
    get_quantity "Get so many" "En recevoir tant";
    get_target "Of those" "Parmi ceux-là";
    get_off "At" "À";
    max_applications "So many times at most" "Tant de fois au plus";
    reward "Which items are reduced" "Quels articles sont réduits";
    partial_reward "Give part of it where fewer are in the cart" "En donner une partie s’il y en a moins au panier";
    basis "Steps count" "Les paliers comptent";
    basis_spend "what the items are worth" "la valeur des articles";
    basis_quantity "how many items there are" "le nombre d’articles";
    mode "Given is" "Est donné";
    mode_highest "the highest step reached" "le plus haut palier atteint";
    mode_every "the one step, as often as it is reached" "le seul palier, autant de fois qu’il est atteint";
    steps "Steps" "Paliers";
    step_from "From" "À partir de";
    step_off "Gives" "Donne";
    unit_items "items" "articles";
    unit_price "Price of each item" "Prix de chaque article";
    bundle_quantity "So many items" "Tant d’articles";
    bundle_amount "Together for" "Ensemble pour";
    free_product "Product" "Produit";
    free_product_hint "Its id in your shop" "Son identifiant dans votre boutique";
    free_quantity "How many of it" "Combien";
    shipping_discount "Off the shipping" "Sur la livraison";
    setup_discount "Off the set-up fee" "Sur les frais de mise en service";
    setup_hint "100% waives it" "100 % : offerts";
    periods "What each billing period gives; an empty one gives nothing" "Ce que donne chaque période de facturation ; vide : rien";
    period "Period" "Période";
    period_price "Off the price" "Sur le prix";
    period_setup_fee "Off the set-up fee" "Sur la mise en service";
    period_one_time "Once" "Une fois";
    period_weekly "Weekly" "Par semaine";
    period_monthly "Monthly" "Par mois";
    period_quarterly "Quarterly" "Par trimestre";
    period_semiannual "Half-yearly" "Par semestre";
    period_annual "Yearly" "Par an";
    period_biennial "Every two years" "Tous les deux ans";
    period_triennial "Every three years" "Tous les trois ans";
    calculator "Calculator" "Calculateur";
    calculator_lead "From the price of one month and a rate for each period to prices and savings. A longer term that saves more encourages long subscriptions." "Du prix d’un mois et d’un taux par période aux prix et aux économies. Une durée plus longue qui fait gagner plus encourage les longs abonnements.";
    calculator_base "Price of one month" "Prix d’un mois";
    calculator_method "Write into the table" "Inscrire dans le tableau";
    calculator_list "Without discount" "Sans remise";
    calculator_discount "Discount" "Remise";
    calculator_price "To pay" "À payer";
    calculator_month "A month" "Par mois";
    calculator_saving "Saved a month" "Économie par mois";
    calculator_do "Calculate" "Calculer";
    calculator_apply "Apply to the table" "Appliquer au tableau";

    // The form: which items.
    target "Which items" "Quels articles";
    target_all "all of them" "tous";
    target_some "only those named here" "seulement ceux nommés ici";
    target_in "For these" "Pour ceux-ci";
    target_out "But not for these" "Mais pas pour ceux-ci";
    target_products "Products" "Produits";
    target_categories "Categories" "Catégories";
    target_brands "Brands" "Marques";
    target_tags "Tags" "Étiquettes";
    target_groups "Product groups" "Groupes de produits";
    target_attributes "Attributes" "Attributs";
    target_attributes_hint "One on a line, such as size = M or cores = 2..8" "Un par ligne, comme taille = M ou cœurs = 2..8";
    target_include "Also" "Aussi";
    target_gift_cards "gift cards" "les cartes cadeaux";
    target_out_of_stock "items out of stock" "les articles en rupture";
    target_not_discountable "items that are otherwise never reduced" "les articles jamais remisés";
    target_sale "Sale items" "Articles soldés";
    target_no_sale "not items that are on sale" "pas les articles déjà soldés";

    // The form: who and what.
    ask_match "Beside that, of the conditions below" "En plus, parmi les conditions ci-dessous";
    match_all "all must hold" "toutes doivent être remplies";
    match_any "one must hold" "une doit être remplie";
    ask_new "New condition" "Nouvelle condition";
    ask_add "Add the condition" "Ajouter la condition";
    ask_not "must not hold" "ne doit pas être remplie";
    group_add "Add a group" "Ajouter un groupe";
    group_remove "Remove the group" "Retirer le groupe";
    asks_cart "The cart" "Le panier";
    asks_customer "The customer" "Le client";
    asks_order "The order" "La commande";
    asks_time "The time" "Le moment";
    at_least "At least" "Au moins";
    at_most "At most" "Au plus";
    at_least_grams "At least, in grams" "Au moins, en grammes";
    at_most_grams "At most, in grams" "Au plus, en grammes";
    ask_which "Counting these" "En comptant ceux-ci";
    ask_basis "Counted" "Compté";
    basis_usual "as usual" "comme d’habitude";
    basis_before "before discounts" "avant remises";
    basis_after "after other discounts" "après les autres remises";
    ask_scope "What counts" "Ce qui compte";
    scope_cart "the whole cart" "tout le panier";
    scope_eligible "what the coupon is for" "ce que vise le coupon";
    scope_lines "only certain items" "seulement certains articles";
    ask_scope_lines "These items" "Ces articles";
    ask_order_amount "The order is worth" "La commande vaut";
    ask_order_quantity "The cart holds so many items" "Le panier contient tant d’articles";
    ask_order_weight "The order weighs" "La commande pèse";
    ask_contains "The cart contains" "Le panier contient";
    contains_all "all of these" "tous ceux-ci";
    contains_any "one of these" "l’un de ceux-ci";
    contains_none "none of these" "aucun de ceux-ci";
    ask_distinct_products "So many different products" "Tant de produits différents";
    ask_first_order "It is the first order" "C’est la première commande";
    ask_customer_type "The customer is new or known" "Le client est nouveau ou connu";
    ask_is "The customer is" "Le client est";
    customer_new "new" "nouveau";
    customer_existing "known from an earlier order" "connu par une commande antérieure";
    ask_customer_in "The customer is in a segment" "Le client est dans un segment";
    ask_segments "In one of these segments" "Dans l’un de ces segments";
    ask_customer_is "The customer is one of these" "Le client est l’un de ceux-ci";
    ask_customers "Customers" "Clients";
    ask_email_domain "The e-mail address is at" "L’adresse e-mail est chez";
    ask_domains "Domains" "Domaines";
    ask_domains_hint "Such as company.example, one on a line" "Par exemple societe.example, un par ligne";
    ask_orders_count "So many earlier orders" "Tant de commandes antérieures";
    ask_total_spent "Spent before" "Dépensé auparavant";
    ask_purchased "Bought before" "Acheté auparavant";
    ask_within_days "In the last days" "Au cours des derniers jours";
    ask_within_days_hint "Empty is ever" "Vide : depuis toujours";
    ask_verified_identity "The customer is verified" "Le client est vérifié";
    ask_region "The customer is in" "Le client est en";
    ask_countries "Countries" "Pays";
    ask_countries_hint "Two letters, such as FR, one on a line" "Deux lettres, comme FR, un par ligne";
    ask_regions "Regions" "Régions";
    ask_regions_hint "Such as US-CA, one on a line" "Par exemple CA-QC, une par ligne";
    ask_payment_method "Paid by" "Payé par";
    ask_methods "Payment methods" "Moyens de paiement";
    ask_methods_hint "As your shop names them, such as card" "Comme votre boutique les nomme, par exemple card";
    ask_shipping_service "Shipped by" "Livré par";
    ask_services "Shipping services" "Services de livraison";
    ask_services_hint "As your shop names them, such as ground" "Comme votre boutique les nomme, par exemple ground";
    ask_channel "Bought in" "Acheté sur";
    ask_channels "Channels" "Canaux";
    ask_channels_hint "Such as web or app" "Par exemple web ou app";
    ask_device "Bought on" "Acheté avec";
    ask_devices "Devices" "Appareils";
    ask_devices_hint "Such as mobile or desktop" "Par exemple mobile ou desktop";
    ask_expression "An expression holds" "Une expression est vraie";
    ask_expression_text "Expression" "Expression";
    ask_expression_hint "For what nothing else here says, such as subtotal >= 5000" "Pour ce que rien d’autre ici ne dit, comme subtotal >= 5000";
    ask_schedule "Only on some days or hours" "Seulement certains jours ou heures";
    ask_weekdays "On" "Le";
    day_mon "Monday" "lundi";
    day_tue "Tuesday" "mardi";
    day_wed "Wednesday" "mercredi";
    day_thu "Thursday" "jeudi";
    day_fri "Friday" "vendredi";
    day_sat "Saturday" "samedi";
    day_sun "Sunday" "dimanche";
    ask_from "From, such as 18:00" "De, par exemple 18:00";
    ask_to "To" "À";
    ask_to_hint "Before the start it is on the day after" "Avant le début, c’est le lendemain";
    ask_days_of_month "Days of the month" "Jours du mois";
    ask_days_of_month_hint "Such as 1, 15; empty is every day" "Par exemple 1, 15 ; vide : tous";

    // The form: when, how often, together.
    span_weekend "This weekend" "Ce week-end";
    span_30 "30 days" "30 jours";
    span_month "To the end of the month" "Jusqu’à la fin du mois";
    span_schedule "Only some weekdays or hours" "Certains jours ou heures seulement";
    days_after_claim "Days after claiming" "Jours après l’ajout";
    days_after_claim_hint "How long each holder has; empty is until the end" "Le temps de chaque détenteur ; vide : jusqu’à la fin";
    limits_more "Per code, per day, budgets, claims" "Par code, par jour, budgets, ajouts";
    limit_code "Uses per code" "Utilisations par code";
    limit_code_hint "Empty: once for generated codes, no limit for this one" "Vide : une fois par code généré, sans limite pour celui-ci";
    limit_day "Uses per day" "Utilisations par jour";
    limit_budget "Budget in all" "Budget en tout";
    limit_budget_customer "Budget per customer" "Budget par client";
    limit_budget_day "Budget per day" "Budget par jour";
    limit_claims "Claims in all" "Ajouts au portefeuille en tout";
    limit_claims_customer "Claims per customer" "Ajouts par client";
    limit_claimed "{0} claimed so far" "{0} réclamés jusqu’ici";
    limit_hold "A cart at the checkout holds its use for {0} minutes; Settings say how long." "Un panier en cours de paiement réserve son utilisation {0} minutes ; les réglages le disent.";
    together_lead "Usually a coupon combines with free shipping and with automatic coupons, and not with others." "D’habitude un coupon se cumule avec la livraison offerte et les coupons automatiques, pas avec les autres.";
    together_choose "Choose what it combines with" "Choisir avec quoi il se cumule";
    together_alone "Alone on the order" "Seul sur la commande";
    together_usual "As usual" "Comme d’habitude";
    maybe_usual "As usual" "D’habitude";
    combine_item "Coupons on items" "Coupons sur des articles";
    combine_order "Coupons on the order" "Coupons sur la commande";
    combine_shipping "Coupons on shipping" "Coupons sur la livraison";
    combine_codes "Coupons with a code" "Coupons avec un code";
    combine_automatic "Coupons that apply by themselves" "Coupons automatiques";
    combine_with "Always with these coupons" "Toujours avec ces coupons";
    combine_never "Never with these coupons" "Jamais avec ces coupons";
    priority "Order of application" "Ordre d’application";
    priority_hint "1 is first; empty is 100" "1 est le premier ; vide : 100";

    // The form: what is wrong.
    fault_kind "Choose a kind." "Choisissez un type.";
    fault_count_whole "Write a whole number such as 3." "Écrivez un nombre entier comme 3.";
    fault_days_of_month "Write days from 1 to 31, with commas between them." "Écrivez des jours de 1 à 31, séparés par des virgules.";
    fault_step "Say where the step begins; no two begin at the same place." "Dites où commence le palier ; deux ne commencent pas au même endroit.";
    fault_rows "Fill in at least one row; a table for “as often as it is reached” has exactly one, with an amount." "Remplissez au moins une ligne ; un tableau « autant de fois » en a une seule, avec un montant.";
    fault_periods "Fill in at least one period." "Remplissez au moins une période.";
    fault_list "Name at least one, one on a line." "Nommez-en au moins un, un par ligne.";
    fault_empty "Say something here, or take it out." "Dites quelque chose ici, ou retirez-le.";
    fault_attribute "Write an attribute such as size = M." "Écrivez un attribut comme taille = M.";
    fault_renewals "Write a whole number, or -1 for every renewal." "Écrivez un nombre entier, ou -1 pour tous les renouvellements.";
    fault_activation "A coupon of this kind works with a code." "Un coupon de ce type fonctionne avec un code.";
    fault_conditions "These conditions are too many or do not go together." "Ces conditions sont trop nombreuses ou ne vont pas ensemble.";

    // Accounts.
    users_lead "Who can sign in here, and what they may do." "Qui peut se connecter ici, et ce qu’ils peuvent faire.";
    user_new "New account" "Nouveau compte";
    user_roles "May" "Peut";
    user_since "Since" "Depuis";
    user_owner "Owner" "Propriétaire";
    user_owner_hint "May do everything, and manages accounts and keys" "Peut tout faire, et gère les comptes et les clés";
    user_you "you" "vous";
    user_disabled "Switched off" "Désactivé";
    user_enabled "Can sign in" "Peut se connecter";
    user_disable "Switch off" "Désactiver";
    user_enable "Switch on" "Réactiver";
    user_edit "Change {0}" "Modifier {0}";
    user_new_password "New password" "Nouveau mot de passe";
    user_new_password_hint "Empty keeps the present one. A new one ends their sessions." "Vide garde l’actuel. Un nouveau termine leurs sessions.";
    user_create "Make the account" "Créer le compte";
    user_tell "Tell them the password yourself; they can change it once they are in." "Donnez-leur le mot de passe vous-même ; ils pourront le changer une fois connectés.";
    role_view "View" "Voir";
    role_view_hint "Look at coupons and codes; everybody may" "Regarder coupons et codes ; tous le peuvent";
    role_edit "Edit" "Modifier";
    role_edit_hint "Write coupons that are not in force" "Écrire des coupons qui ne sont pas en vigueur";
    role_publish "Publish" "Publier";
    role_publish_hint "Put coupons in force, change and stop them" "Mettre des coupons en vigueur, les changer, les arrêter";
    role_distribute "Distribute" "Distribuer";
    role_distribute_hint "Make codes and give coupons to customers" "Créer des codes et donner des coupons aux clients";
    role_risk "Risk" "Risque";
    role_risk_hint "Look at uses and take them back" "Regarder les utilisations et les annuler";
    role_delete "Delete" "Supprimer";
    role_delete_hint "Delete archived coupons for good" "Supprimer définitivement des coupons archivés";

    // Keys.
    keys_lead "What your shop calls the API with." "Avec quoi votre boutique appelle l’API.";
    key_create "Make a key" "Créer une clé";
    key_name "What it is for" "À quoi elle sert";
    key_kind "Kind" "Type";
    key_kind_secret "Secret, for your server" "Secrète, pour votre serveur";
    key_kind_publishable "Publishable, for a page" "Publique, pour une page";
    key_scopes "Rights" "Droits";
    key_scopes_hint "Of a secret key. Give it no more than it needs." "D’une clé secrète. Ne lui donnez que le nécessaire.";
    key_ending "Ends in" "Finit par";
    key_made "Made" "Créée";
    key_revoke "Revoke" "Révoquer";
    key_revoke_of "Revoke {0}" "Révoquer {0}";
    key_revoke_lead "Whatever uses it stops working at once. This cannot be undone." "Tout ce qui l’utilise cesse de fonctionner aussitôt. C’est sans retour.";
    key_revoked "Revoked" "Révoquée";
    key_in_force "In force" "En vigueur";
    key_none "There are no keys yet." "Il n’y a pas encore de clé.";
    key_all "all rights" "tous les droits";
    key_shown_title "The key is made" "La clé est créée";
    key_shown_lead "Copy it now: it is shown this once and kept nowhere." "Copiez-la maintenant : elle n’est montrée qu’une fois et gardée nulle part.";
    key_shown_done "I have copied it" "Je l’ai copiée";

    scope_quotes "Price carts" "Calculer le prix de paniers";
    scope_redemptions "Hold, place, read, change and cancel orders with their redemptions" "Réserver, passer, lire, modifier et annuler des commandes avec leurs utilisations";
    scope_refunds "Refund orders" "Rembourser des commandes";
    scope_coupons_read "Read coupons, campaigns, templates, views and baskets" "Lire coupons, campagnes, modèles, vues et paniers";
    scope_coupons_write "Create and change coupons, campaigns, templates, views and baskets" "Créer et modifier coupons, campagnes, modèles, vues et paniers";
    scope_coupons_delete "Delete archived coupons for good" "Supprimer définitivement des coupons archivés";
    scope_codes_read "Read codes and balances" "Lire les codes et les soldes";
    scope_codes_write "Create and void further codes and change balances" "Créer et annuler d’autres codes et modifier les soldes";
    scope_customers "Read and write customers and segments" "Lire et écrire clients et segments";
    scope_catalogue "Read and write products and categories" "Lire et écrire produits et catégories";
    scope_claims "Claim coupons and read wallets" "Réclamer des coupons et lire les portefeuilles";
    scope_settings "Read and write settings and messages" "Lire et écrire réglages et messages";
    scope_webhooks "Manage webhooks and read events" "Gérer les webhooks et lire les événements";
    scope_audit "Read the audit log" "Lire le journal d’audit";
    scope_keys "Manage API keys and accounts" "Gérer les clés d’API et les comptes";

    // Sessions.
    sessions_lead "Where you are signed in. A session ends when nobody uses it for 12 hours, and after 7 days." "Où vous êtes connecté. Une session finit après 12 heures sans usage, et au bout de 7 jours.";
    session_device "Browser" "Navigateur";
    session_since "Since" "Depuis";
    session_seen "Last used" "Dernier usage";
    session_this "this one" "celle-ci";
    session_end "End" "Terminer";
    session_end_of "End the session of {0}" "Terminer la session de {0}";
    session_unknown "unknown" "inconnu";
    password_change "Change your password" "Changer votre mot de passe";
    password_present "Present password" "Mot de passe actuel";
    password_new "New password" "Nouveau mot de passe";
}

/// A text with values in the places of `{0}`, `{1}`.
pub(super) fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}').and_then(|(place, after)| Some((place.parse::<usize>().ok()?, after)));
        match place {
            Some((place, after)) => {
                filled.push_str(values.get(place).copied().unwrap_or_default());
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<bool> {
        ["{0}", "{1}", "{2}"].iter().map(|place| text.contains(place)).collect()
    }

    #[test]
    fn every_text_is_there_in_both_languages_with_the_same_places() {
        assert!(ALL.len() > 250);
        for (name, en, fr) in ALL {
            assert!(!en.trim().is_empty() && !fr.trim().is_empty(), "{name}");
            assert_eq!(places(en), places(fr), "{name}");
            for text in [en, fr] {
                assert!(!text.contains('\'') && !text.contains("..."), "{name}: a straight apostrophe or dots");
            }
            if fr.len() > 24 {
                assert_ne!(en, fr, "{name} is not translated");
            }
        }
    }

    #[test]
    fn values_go_into_their_places() {
        assert_eq!(fill("{0} of {1}", &["3", "{0}"]), "3 of {0}");
        assert_eq!(fill("none { here }", &[]), "none { here }");
        assert_eq!(fill("{0}{1}", &["a"]), "a");
    }
}
