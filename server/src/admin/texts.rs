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
    language_tag "en" "fr";
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
    error_second_step "This code is not right, or was used before. The authenticator shows another every half minute." "Ce code n’est pas le bon, ou a déjà servi. L’application en montre un autre toutes les trente secondes.";
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
    done_two_step_off "Two-step sign-in is switched off." "La connexion en deux étapes est désactivée.";
    done_two_step_reset "Their two-step sign-in is switched off, and their sessions have ended." "Sa connexion en deux étapes est désactivée, et ses sessions sont terminées.";
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
    kept_as_is "This form cannot write that yet; it stays as it is:" "Ce formulaire ne sait pas encore écrire cela ; cela reste tel quel :";
    save_draft "Save as a draft" "Enregistrer comme brouillon";
    save_live "Save and put in force" "Enregistrer et mettre en vigueur";
    save "Save" "Enregistrer";
    save_anyway "Save mine over it" "Enregistrer la mienne par-dessus";
    conflict_title "Somebody changed this coupon while you were writing" "Quelqu’un a modifié ce coupon pendant votre saisie";
    conflict_lead "Nothing you typed is lost. They changed:" "Rien de votre saisie n’est perdu. Ont changé :";
    form_summary "In plain words" "En clair";
    form_summary_update "Show in words" "Dire en clair";

    // Campaigns.
    campaigns "Campaigns" "Campagnes";
    campaigns_lead "Coupons that belong together share dates and a budget here." "Des coupons qui vont ensemble partagent ici des dates et un budget.";
    campaigns_none "No campaign yet. A campaign stops all of its coupons when its budget is given or its time is over." "Pas encore de campagne. Une campagne arrête tous ses coupons quand son budget est donné ou son temps écoulé.";
    campaign_new "New campaign" "Nouvelle campagne";
    campaign_running "Runs" "En cours";
    campaign_over "Over" "Terminée";
    campaign_dates "Dates" "Dates";
    campaign_budget "Budget" "Budget";
    campaign_no_budget "no budget" "sans budget";
    campaign_held "{0} held by open checkouts" "{0} retenus par des paiements en cours";
    campaign_spent "The budget is given: its coupons give nothing more in this currency." "Le budget est donné : ses coupons ne donnent plus rien dans cette monnaie.";
    campaign_channels "Channels" "Canaux";
    campaign_channels_hint "Where you run it, separated by commas, such as mail, shop window" "Où elle a lieu, séparés par des virgules, comme e-mail, vitrine";
    campaign_coupons "Its coupons" "Ses coupons";
    campaign_coupons_none "No coupon is in it yet. Choose the campaign in a coupon’s form, or with the API." "Aucun coupon n’y est encore. Choisissez la campagne dans le formulaire d’un coupon, ou avec l’API.";
    campaign_pause "Pause these coupons" "Mettre ces coupons en pause";
    campaign_resume "Put these coupons in force" "Mettre ces coupons en vigueur";
    campaign_budget_hint "The most that all of its coupons give together, in each currency; empty is no limit" "Le plus que ses coupons donnent ensemble, dans chaque monnaie ; vide : sans limite";
    campaign_budget_amount "Amount" "Montant";
    campaign_conflict "Somebody changed this campaign while you were writing. Nothing you typed is lost; save again to write yours over theirs." "Quelqu’un a modifié cette campagne pendant votre saisie. Rien n’est perdu ; enregistrez à nouveau pour écrire la vôtre par-dessus.";
    done_campaign_made "The campaign is made. Choose it in the form of each coupon that belongs to it." "La campagne est créée. Choisissez-la dans le formulaire de chaque coupon qui en fait partie.";
    fault_budget_twice "Name each currency once." "Nommez chaque monnaie une seule fois.";
    fault_channels "Write names of 1 to 255 characters, separated by commas." "Écrivez des noms de 1 à 255 caractères, séparés par des virgules.";
    calendar "Calendar" "Calendrier";
    calendar_of "{0} {1}" "{0} {1}";
    calendar_lead "What begins and what ends, coupons and campaigns." "Ce qui commence et ce qui finit, coupons et campagnes.";
    calendar_list "List" "Liste";
    calendar_previous "Previous month" "Mois précédent";
    calendar_next "Next month" "Mois suivant";
    calendar_today "This month" "Ce mois-ci";
    calendar_is_today "today" "aujourd’hui";
    calendar_begins "begins" "commence";
    calendar_ends "ends" "finit";
    calendar_cut "There are more coupons than fit here; look for the others in the list." "Il y a plus de coupons qu’il n’en tient ici ; cherchez les autres dans la liste.";
    calendar_none "Nothing begins or ends in these weeks." "Rien ne commence ni ne finit ces semaines-ci.";
    monday "Monday" "lundi";
    tuesday "Tuesday" "mardi";
    wednesday "Wednesday" "mercredi";
    thursday "Thursday" "jeudi";
    friday "Friday" "vendredi";
    saturday "Saturday" "samedi";
    sunday "Sunday" "dimanche";
    january "January" "Janvier";
    february "February" "Février";
    march "March" "Mars";
    april "April" "Avril";
    may "May" "Mai";
    june "June" "Juin";
    july "July" "Juillet";
    august "August" "Août";
    september "September" "Septembre";
    october "October" "Octobre";
    november "November" "Novembre";
    december "December" "Décembre";

    // Templates.
    templates "Templates" "Modèles";
    templates_lead "Coupons that shops like yours do well with. Choose one: you are asked for a code and dates, and can change all of it before anybody can use it." "Des coupons qui réussissent à des boutiques comme la vôtre. Choisissez : on vous demande un code et des dates, et vous pourrez tout changer avant que quiconque puisse l’utiliser.";
    templates_all "All" "Tous";
    templates_none "No template is for this yet. Save one from a coupon of yours." "Aucun modèle pour cela. Enregistrez-en un à partir d’un de vos coupons.";
    templates_goals "What it is to bring about" "Le but recherché";
    goal_loyalty "Customers come again" "Fidéliser";
    goal_new_customers "New customers come" "Gagner des clients";
    goal_clear_stock "Stock is cleared" "Écouler le stock";
    goal_reward_first_buyers "First buyers are thanked" "Remercier les premiers achats";
    goal_conversion "Carts become orders" "Transformer les paniers";
    template_own "Your own" "Le vôtre";
    template_use "Use it" "L’utiliser";
    template_use_title "Make a draft" "Faire un brouillon";
    template_use_lead "The draft opens in the form. Nobody can use it before you publish it." "Le brouillon s’ouvre dans le formulaire. Personne ne peut l’utiliser avant sa publication.";
    template_code_hint "Empty takes the code proposed here, with a number where it is taken" "Vide : le code proposé ici, suivi d’un numéro s’il est pris";
    template_then "On the next page you choose:" "À la page suivante vous choisissez :";
    template_make "Make the draft" "Faire le brouillon";
    template_preview "What the draft says" "Ce que dit le brouillon";
    template_numbers "Usual numbers" "Chiffres usuels";
    template_why "Why" "Pourquoi";
    template_risk "Risk" "Risque";
    template_lasts "Lasts" "Durée";
    template_days "{0} days" "{0} jours";
    template_days_label "Days that its coupons last" "Jours que durent ses coupons";
    template_days_hint "Empty leaves the dates to whoever uses it" "Vide : les dates sont laissées à qui l’utilise";
    template_change "Change this template" "Modifier ce modèle";
    template_description "What it is for" "À quoi il sert";
    template_locks "Locked in its coupons" "Verrouillé dans ses coupons";
    template_locks_hint "Nobody changes these in a coupon made of it, as long as the template is there" "Personne ne les change dans un coupon qui en est fait, tant que le modèle existe";
    template_locked "Locked: {0}" "Verrouillé : {0}";
    template_copy "Copy" "Copier";
    template_copy_lead "A built-in template stays as it is. A copy is yours to change." "Un modèle intégré reste tel quel. Une copie est à vous.";
    template_delete "Delete this template" "Supprimer ce modèle";
    template_delete_lead "Its coupons stay, and nothing of them is locked any more." "Ses coupons restent, et plus rien n’y est verrouillé.";
    done_template_used "Here is your draft. Look through it, then publish it." "Voici votre brouillon. Parcourez-le, puis publiez-le.";
    done_template_saved "The coupon is kept as a template, without its code and dates." "Le coupon est gardé comme modèle, sans son code ni ses dates.";
    done_template_copied "Here is your copy." "Voici votre copie.";
    done_template_deleted "The template is deleted." "Le modèle est supprimé.";
    fault_days "Write a number of days from 1 to 36,500, or leave it empty." "Écrivez un nombre de jours de 1 à 36 500, ou laissez vide.";
    advice_welcome_why "A first order is the hardest to win; a small amount off tips the balance." "Une première commande est la plus difficile à gagner ; une petite remise fait pencher la balance.";
    advice_welcome_risk "Whoever would have bought anyway gets it too. Keep it small." "Qui aurait acheté de toute façon en profite aussi. Restez modeste.";
    advice_new_user_why "A large discount once can pay for itself with the orders after it." "Une forte remise unique peut se rembourser par les commandes suivantes.";
    advice_new_user_risk "Some open another account for it. Look at failed attempts, and set a limit in all." "Certains ouvrent un autre compte pour elle. Regardez les échecs, et fixez une limite totale.";
    advice_loyalty_why "To keep a customer costs less than to win one." "Garder un client coûte moins que d’en gagner un.";
    advice_loyalty_risk "Without an end it becomes their usual price." "Sans fin, elle devient leur prix habituel.";
    advice_member_birthday_why "A present for no purchase is remembered." "Un cadeau sans achat à la clé marque les esprits.";
    advice_member_birthday_risk "The segment has to be right each month, or the wrong ones are wished well." "Le segment doit être juste chaque mois, sinon on souhaite bonne fête aux mauvaises personnes.";
    advice_holiday_why "A short time gives a reason to buy now." "Une courte durée donne une raison d’acheter maintenant.";
    advice_holiday_risk "Too often, and customers wait for the next one." "Trop souvent, et les clients attendent la suivante.";
    advice_seasonal_why "People look for presents then, and compare." "On cherche alors des cadeaux, et on compare.";
    advice_seasonal_risk "Everybody discounts at that time: check the margin of your best sellers." "Tout le monde remise à ce moment : vérifiez la marge de vos meilleures ventes.";
    advice_spend_threshold_why "Each step gives a reason to put one thing more into the cart." "Chaque palier donne une raison d’ajouter un article.";
    advice_spend_threshold_risk "Steps just above the usual order work; far above they only cost. Look at your average order first." "Des paliers juste au-dessus de la commande moyenne marchent ; bien au-dessus, ils ne font que coûter. Regardez d’abord votre panier moyen.";
    advice_repurchase_why "Who bought once knows you; a reminder with a reason brings them back." "Qui a acheté une fois vous connaît ; un rappel avec une raison le fait revenir.";
    advice_repurchase_risk "An amount weighs more on small orders. A minimum keeps it in bounds." "Un montant pèse plus sur les petites commandes. Un minimum le contient.";
    advice_specific_product_why "What lies in stock costs money each month; a clear price moves it." "Le stock coûte chaque mois ; un prix net le fait partir.";
    advice_specific_product_risk "It draws sales from dearer products beside it." "Il prend des ventes à des produits voisins plus chers.";
    advice_product_launch_why "The first buyers write the first reviews." "Les premiers acheteurs écrivent les premiers avis.";
    advice_product_launch_risk "A price that begins low is hard to raise: say that it is for the launch." "Un prix bas au début est difficile à relever : dites que c’est pour le lancement.";
    advice_site_wide_sale_why "No code to find or forget: everybody sees the lower price." "Aucun code à trouver ni à oublier : tout le monde voit le prix réduit.";
    advice_site_wide_sale_risk "It gives to those who would have paid in full. Keep it short, and look what else applies by itself." "Elle donne à qui aurait payé plein tarif. Restez bref, et regardez ce qui s’applique aussi de lui-même.";
    advice_bigger_spenders_why "A minimum raises the average order." "Un minimum relève le panier moyen.";
    advice_bigger_spenders_risk "Too high, it only frustrates. Begin somewhat above your average order." "Trop haut, il ne fait que décevoir. Commencez un peu au-dessus de votre panier moyen.";
    advice_corporate_why "One letter reaches a whole company." "Une lettre atteint toute une entreprise.";
    advice_corporate_risk "An address at the company proves no job there; keep the list of domains short." "Une adresse de l’entreprise ne prouve pas qu’on y travaille ; gardez la liste de domaines courte.";
    advice_repeat_customers_why "The best moment for the next order is right after the last." "Le meilleur moment pour la commande suivante est juste après la précédente.";
    advice_repeat_customers_risk "Without a minimum it pays for tiny orders." "Sans minimum, elle paie de toutes petites commandes.";
    advice_preferred_customers_why "Some customers are worth a price of their own." "Certains clients méritent un prix à eux.";
    advice_preferred_customers_risk "Others see it too if the code gets around: it stays useless to them, and they ask why." "D’autres le verront si le code circule : il ne leur sert à rien, et ils demandent pourquoi.";
    advice_free_shipping_first_order_why "Shipping is what most carts are left for." "Les frais de livraison font abandonner le plus de paniers.";
    advice_free_shipping_first_order_risk "Heavy goods far away cost more than you think: choose the services." "Des articles lourds livrés loin coûtent plus qu’on ne croit : choisissez les modes de livraison.";
    advice_clearance_past_buyers_why "Who bought it before needs no convincing." "Qui l’a déjà acheté n’est plus à convaincre.";
    advice_clearance_past_buyers_risk "Half off can teach customers to wait for clearance." "La moitié du prix peut apprendre aux clients à attendre les soldes.";
    advice_gift_card_big_purchasers_why "A thank-you to the few who bring most of the revenue." "Un merci à ceux, peu nombreux, qui font l’essentiel du chiffre.";
    advice_gift_card_big_purchasers_risk "Who was about to reach the amount may feel passed over." "Qui allait atteindre le montant peut se sentir oublié.";

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

    // The store's settings.
    store_settings "Store" "Boutique";
    store_lead "What holds for every coupon and every price. A change is in force for the very next cart." "Ce qui vaut pour chaque coupon et chaque prix. Une modification est en vigueur dès le panier suivant.";
    store_conflict "Somebody changed the settings while you were writing" "Quelqu’un a modifié les réglages pendant votre saisie";
    store_group_shop "The shop" "La boutique";
    store_group_prices "Prices and rounding" "Prix et arrondis";
    store_group_codes "Codes and dates" "Codes et dates";
    store_group_orders "Orders and customers" "Commandes et clients";
    store_name "Name of the shop" "Nom de la boutique";
    store_zone "Time zone" "Fuseau horaire";
    store_zone_hint "Days begin and end here, such as in Europe/Paris" "Les jours y commencent et finissent, comme à Europe/Paris";
    store_currency "Currency" "Monnaie";
    store_currency_hint "Three letters, such as EUR; what new coupons begin with" "Trois lettres, comme EUR ; celle des nouveaux coupons";
    store_url "Address of the shop" "Adresse de la boutique";
    store_url_hint "Links and QR codes lead there with the code" "Les liens et QR codes y mènent avec le code";
    store_selection "Which coupons together" "Quels coupons ensemble";
    store_selection_hint "Where not all can apply" "Quand tous ne peuvent s’appliquer";
    store_selection_best "Those that save the customer the most" "Ceux qui font le plus économiser au client";
    store_selection_priority "By their priority" "Selon leur priorité";
    store_base "A percentage is of" "Un pourcentage porte sur";
    store_base_running "What earlier coupons left" "Ce que laissent les coupons précédents";
    store_base_original "The price before all coupons" "Le prix avant tout coupon";
    store_rounding "Halves of a cent" "Les demi-centimes";
    store_half_up "Go up" "S’arrondissent vers le haut";
    store_half_even "Go to the even cent" "Vont au centime pair";
    store_down "Every fraction goes down" "Toute fraction s’arrondit vers le bas";
    store_scope "Round a percentage" "Arrondir un pourcentage";
    store_scope_coupon "Once for the coupon" "Une fois pour le coupon";
    store_scope_line "For each line" "Pour chaque ligne";
    store_scope_unit "For each unit" "Pour chaque unité";
    store_remainder "A cent that is left over goes to" "Un centime restant va à";
    store_remainder_largest "The line with the largest fraction" "La ligne avec la plus grande fraction";
    store_remainder_first "The first line" "La première ligne";
    store_remainder_last "The last line" "La dernière ligne";
    store_cap "Most that coupons may take off, in percent" "Remise maximale des coupons, en pourcentage";
    store_cap_hint "Of the goods of an order; empty is no limit" "De la marchandise d’une commande ; vide : sans limite";
    store_margin "Margin that has to stay, in percent" "Marge à conserver, en pourcentage";
    store_margin_hint "Where a product’s cost is known; empty asks for none" "Quand le coût d’un produit est connu ; vide : aucune";
    store_margin_policy "A discount that would go below the margin" "Une remise qui passerait sous la marge";
    store_margin_trim "Is cut" "Est réduite";
    store_margin_warn "Is given and reported" "Est accordée et signalée";
    store_codes "Codes on one order" "Codes par commande";
    store_codes_hint "At most, from 0 to 100" "Au plus, de 0 à 100";
    store_alphabet "Characters of generated codes" "Caractères des codes générés";
    store_alphabet_hint "Empty is the usual ones, without those that look alike: {0}" "Vide : les caractères usuels, sans ceux qui se ressemblent : {0}";
    store_end "An end that is a day without a time" "Une fin donnée par un jour sans heure";
    store_end_hint "For new dates; those there are stay" "Pour les nouvelles dates ; celles qui existent restent";
    store_end_of_day "Counts that day whole" "Compte ce jour en entier";
    store_start_of_day "Ends as that day begins" "Finit quand ce jour commence";
    store_reach "Hint at a coupon from this much of its minimum, in percent" "Signaler un coupon dès cette part de son minimum, en pourcentage";
    store_reach_hint "From 0 to 100; 60 is usual" "De 0 à 100 ; d’ordinaire 60";
    store_show_field "The shop shows a field for codes" "La boutique montre un champ pour les codes";
    store_show_field_hint "The API tells the shop; without it codes come by links alone" "L’API le dit à la boutique ; sans lui, les codes n’arrivent que par liens";
    store_hold "Minutes a checkout keeps its coupons" "Minutes pendant lesquelles un paiement garde ses coupons";
    store_hold_hint "15 is usual; 1:30 is a minute and a half" "D’ordinaire 15 ; 1:30 vaut une minute et demie";
    store_max_hold "Most minutes it may ask for" "Minutes qu’il peut demander au plus";
    store_max_hold_hint "Up to a week, 10080" "Jusqu’à une semaine, 10080";
    store_refund "When part of an order comes back" "Quand une partie d’une commande revient";
    store_refund_keep "Give back what was paid for it" "Rendre ce qui a été payé pour elle";
    store_refund_reprice "Price the rest anew and give back the difference" "Recalculer le reste et rendre la différence";
    store_restore "A wholly refunded order gives its use back" "Une commande entièrement remboursée rend son utilisation";
    store_restore_valid "While the coupon can still be used" "Tant que le coupon peut encore servir";
    store_restore_always "Always" "Toujours";
    store_restore_never "Never" "Jamais";
    store_email "ana+news@shop.example and ana@shop.example are one customer" "ana+news@shop.example et ana@shop.example sont un même client";
    store_email_hint "Limits per customer count them together, with dots left out where the provider ignores them" "Les limites par client les comptent ensemble, sans les points que le fournisseur ignore";
    decimal_point "." ",";
    fault_minutes "Write minutes such as 15, or 1:30, up to 10080." "Écrivez des minutes comme 15, ou 1:30, jusqu’à 10080.";
    fault_hundred "Write a whole number from 0 to 100." "Écrivez un nombre entier de 0 à 100.";
    fault_zone "Choose a time zone of the list, such as Europe/Paris." "Choisissez un fuseau de la liste, comme Europe/Paris.";
    fault_storefront "Write an address such as https://shop.example, without a user and without a code." "Écrivez une adresse comme https://shop.example, sans utilisateur et sans code.";
    fault_alphabet "Write 8 to 128 letters and digits, each once, that no two codes are confused by." "Écrivez de 8 à 128 lettres et chiffres, chacun une fois, qui ne font confondre aucun code.";
    fault_margin "Write a rate from 0 to below 100 with at most four decimals." "Écrivez un taux de 0 à moins de 100 avec quatre décimales au plus.";

    // Messages to shoppers.
    messages "Messages" "Messages";
    messages_lead "What shoppers read when a code gives nothing, and what is missing for more. Where you write nothing, the usual words are said." "Ce que lisent les clients quand un code ne donne rien, et ce qui manque pour plus. Où vous n’écrivez rien, les mots usuels sont dits.";
    messages_of_codes "Why a code gives nothing" "Pourquoi un code ne donne rien";
    messages_of_hints "What is missing for more" "Ce qui manque pour plus";
    messages_usual "Usual words: {0}" "Mots usuels : {0}";
    messages_own "Your words" "Vos mots";
    messages_variables "You may use:" "Vous pouvez utiliser :";
    messages_preview "Shoppers read:" "Les clients lisent :";
    messages_preview_button "Show what shoppers read" "Montrer ce que lisent les clients";
    messages_reset "Back to the usual words" "Revenir aux mots usuels";
    messages_english "English" "Anglais";
    messages_french "French" "Français";
    messages_conflict "Somebody changed the messages while you were writing. Nothing you typed is lost; save again to write yours over theirs." "Quelqu’un a modifié les messages pendant votre saisie. Rien n’est perdu ; enregistrez à nouveau pour écrire les vôtres par-dessus.";
    fault_message "Write up to 500 characters, and of what stands in braces only the names below." "Écrivez 500 caractères au plus, et entre accolades seulement les noms ci-dessous.";
    variable_actual "what there is" "ce qu’il y a";
    variable_channels "the channels it is for" "les canaux concernés";
    variable_codes "the codes it conflicts with" "les codes incompatibles";
    variable_devices "the devices it is for" "les appareils concernés";
    variable_ended_at "when it ended" "quand il a fini";
    variable_items "the goods that are missing" "les articles qui manquent";
    variable_limit "how often it may be used" "combien de fois il peut servir";
    variable_maximum "the most" "le maximum";
    variable_minimum "the least" "le minimum";
    variable_missing "what is missing" "ce qui manque";
    variable_saving "what it would save" "ce qu’il ferait économiser";
    variable_service "the shipping service" "le mode de livraison";
    variable_services "the shipping services it is for" "les modes de livraison concernés";
    variable_starts_at "when it begins" "quand il commence";
    variable_when "when it may be used" "quand il peut servir";
    variable_other "a value" "une valeur";

    // The audit log.
    audit "Audit log" "Journal d’audit";
    audit_lead "Who changed what and when, the newest first. Each entry is sealed to the one before it: nothing can be taken out unnoticed." "Qui a changé quoi et quand, du plus récent au plus ancien. Chaque entrée est scellée à la précédente : rien ne peut en être retiré sans être vu.";
    audit_at "When" "Quand";
    audit_who "Who" "Qui";
    audit_what "What" "Quoi";
    audit_of "On what" "Sur quoi";
    audit_reason "Why" "Pourquoi";
    audit_seal "Seal" "Sceau";
    audit_sealed "Entry {0}, sealed" "Entrée {0}, scellée";
    audit_from "From" "Du";
    audit_until "Until" "Au";
    audit_action_hint "Such as pause_coupon" "Par exemple pause_coupon";
    audit_of_hint "An id such as cpn_…" "Un identifiant comme cpn_…";
    audit_none "No entry fits." "Aucune entrée ne correspond.";
    audit_none_here "No entry fits among the newest 100,000 looked at. Older ones may." "Aucune entrée ne correspond parmi les 100 000 plus récentes. De plus anciennes peut-être.";
    audit_older "Older entries" "Entrées plus anciennes";
    audit_newest "Newest entries" "Entrées les plus récentes";
    audit_anybody "Anybody" "Tout le monde";
    audit_verify "tessera verify computes the whole chain again." "tessera verify recalcule toute la chaîne.";

    // Webhooks.
    webhooks "Webhooks" "Webhooks";
    webhooks_lead "Where events are sent as they happen: to your shop, a mailing program, a spreadsheet." "Où les événements sont envoyés dès qu’ils arrivent : votre boutique, un programme d’envoi, un tableur.";
    webhooks_none "Events are sent nowhere yet." "Les événements ne sont encore envoyés nulle part.";
    webhook_new "New endpoint" "Nouvelle destination";
    webhook_url "Address" "Adresse";
    webhook_url_hint "It is sent a signed POST for each event" "Un POST signé lui est envoyé à chaque événement";
    webhook_description "What it is for" "À quoi elle sert";
    webhook_types "Events" "Événements";
    webhook_types_hint "None ticked sends all" "Aucune case cochée : tous";
    webhook_all "All events" "Tous les événements";
    webhook_some "{0} kinds of events" "{0} sortes d’événements";
    webhook_create "Make the endpoint" "Créer la destination";
    webhook_active "Sends" "Envoie";
    webhook_failing "Fails" "Échoue";
    webhook_disabled "Switched off" "Désactivée";
    webhook_last "Last attempt" "Dernier essai";
    webhook_never "Nothing sent yet" "Rien d’envoyé encore";
    webhook_answered "answered {0}" "réponse {0}";
    webhook_attempts "The next event was sent {0} times in vain since {1}." "Le prochain événement a été envoyé {0} fois en vain depuis le {1}.";
    webhook_next "Sent again {0}" "Nouvel envoi {0}";
    webhook_enable "Switch on" "Réactiver";
    webhook_disable "Switch off" "Désactiver";
    webhook_replay "Send again" "Renvoyer";
    webhook_replay_lead "Sends every event again from a day on, in its order and with the id it had. Receivers know by the id what they have." "Renvoie chaque événement à partir d’un jour, dans l’ordre et avec son identifiant. Les destinataires reconnaissent par lui ce qu’ils ont.";
    webhook_replay_from "From the day" "À partir du jour";
    webhook_secret "The secret" "Le secret";
    webhook_secret_lead "Your receiver checks signatures with it. It is shown this once and kept nowhere else." "Votre destinataire vérifie les signatures avec lui. Il n’est montré qu’une fois.";
    webhook_rotate "Make a new secret" "Créer un nouveau secret";
    webhook_rotate_lead "For a day both sign, so that you can change it over." "Pendant un jour, les deux signent, le temps de changer.";
    webhook_delete "Delete the endpoint" "Supprimer la destination";
    webhook_delete_lead "It is sent nothing any more, and its secret is gone." "Plus rien ne lui est envoyé, et son secret disparaît.";
    webhook_changed "The endpoint is changed." "La destination est modifiée.";
    webhook_deleted "The endpoint is deleted." "La destination est supprimée.";
    webhook_replayed "The events are being sent again." "Les événements sont renvoyés.";
    fault_webhook_url "Write an address such as https://shop.example/hook, without user and password." "Écrivez une adresse comme https://shop.example/hook, sans utilisateur ni mot de passe.";

    // Segments.
    segments "Segments" "Segments";
    segments_lead "Groups of customers that coupons are for. They are made with the API." "Groupes de clients auxquels des coupons sont réservés. Ils se créent avec l’API.";
    segments_none "There are no segments yet." "Il n’y a pas encore de segment.";
    segment_key "Key" "Clé";
    segment_customers "Customers" "Clients";
    segment_static "List" "Liste";
    segment_dynamic "By a condition" "Par une condition";
    segment_count "Count" "Compter";
    segment_more "at least {0}" "au moins {0}";

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

    // Two-step sign-in.
    two_step "Two-step sign-in" "Connexion en deux étapes";
    two_step_lead "After your password, a code of an app on your phone is asked for. Who learns your password cannot get in with it alone." "Après votre mot de passe, un code d’une application de votre téléphone est demandé. Qui apprend votre mot de passe n’entre pas avec lui seul.";
    two_step_on "On since {0}" "Activée depuis le {0}";
    two_step_off "Off" "Désactivée";
    two_step_manage "Manage two-step sign-in" "Gérer la connexion en deux étapes";
    two_step_set_up "Set it up" "L’activer";
    two_step_begin_lead "You need an authenticator app, such as the one in your password manager. First your password:" "Il vous faut une application d’authentification, comme celle de votre gestionnaire de mots de passe. D’abord votre mot de passe :";
    two_step_begin "Continue" "Continuer";
    two_step_scan "Scan this with your authenticator" "Scannez ceci avec votre application";
    two_step_qr "QR code that adds this account to an authenticator" "QR code qui ajoute ce compte à une application d’authentification";
    two_step_type "Or type this into it, as a key by time:" "Ou saisissez-y cette clé, basée sur le temps :";
    two_step_confirm_lead "Then write the six digits it shows." "Écrivez ensuite les six chiffres affichés.";
    two_step_confirm "Switch on" "Activer";
    two_step_code "Code" "Code";
    two_step_code_hint "Six digits, or one of your recovery codes" "Six chiffres, ou l’un de vos codes de secours";
    two_step_codes_title "Your recovery codes" "Vos codes de secours";
    two_step_codes_lead "Each signs you in once if you lose your phone. Keep them where your phone is not: they are shown this once." "Chacun vous connecte une fois si vous perdez votre téléphone. Gardez-les ailleurs que dans ce téléphone : ils ne sont montrés qu’une fois.";
    two_step_codes_done "I have kept them" "Je les ai gardés";
    two_step_codes_left "Recovery codes left: {0}" "Codes de secours restants : {0}";
    two_step_codes_none "You have no recovery codes left. Make new ones while you still have your phone." "Il ne vous reste aucun code de secours. Créez-en tant que vous avez votre téléphone.";
    two_step_codes_new "Make new recovery codes" "Créer de nouveaux codes de secours";
    two_step_codes_new_lead "Those you have are of no use any more then." "Ceux que vous avez ne serviront plus.";
    two_step_end "Switch off" "Désactiver";
    two_step_end_lead "Your password alone signs you in then." "Votre mot de passe suffira alors à vous connecter.";
    two_step_ask "Your code" "Votre code";
    two_step_ask_lead "Your password is right. Now the six digits of your authenticator, or a recovery code." "Votre mot de passe est le bon. Maintenant les six chiffres de votre application, ou un code de secours.";
    two_step_ask_lost "Neither at hand? An owner of the shop can switch your two-step sign-in off." "Ni l’un ni l’autre ? Un propriétaire de la boutique peut désactiver votre connexion en deux étapes.";
    two_step_reset "Switch off two-step sign-in" "Désactiver la connexion en deux étapes";
    two_step_reset_hint "For who lost phone and recovery codes. Make sure that it is really them who ask. Their sessions end." "Pour qui a perdu téléphone et codes de secours. Assurez-vous que c’est bien la personne qui demande. Ses sessions se terminent.";
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
