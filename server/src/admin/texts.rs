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

    // A coupon’s uses, and attempts that failed.
    tab_usages "Usages" "Usages";
    tab_attempts "Failed attempts" "Essais manqués";
    tab_share "Share" "Partager";
    stat_given "Discount given" "Remises accordées";
    stat_revenue "Revenue" "Chiffre d’affaires";
    stat_average "Average order" "Commande moyenne";
    budget_used "Budget: {0} of {1} spent or held" "Budget : {0} sur {1} dépensés ou réservés";
    figures_partial "There are many uses: discount, revenue and average are of the newest 5,000." "Les utilisations sont nombreuses : remises, chiffre d’affaires et moyenne portent sur les 5 000 plus récentes.";
    usage_at "When" "Quand";
    usage_customer "Customer" "Client";
    usage_guest "guest" "invité";
    usage_order "Order" "Commande";
    usage_amount "Amount" "Montant";
    usage_channel "Channel" "Canal";
    usage_held "Reserved" "Réservé";
    usage_committed "Used" "Utilisé";
    usage_cancelled "Cancelled" "Annulé";
    usage_refunded "Refunded" "Remboursé";
    usage_released "Released" "Libéré";
    usage_expired "Lapsed" "Échu";
    usage_renewal "renewal" "renouvellement";
    usage_payment "payment" "paiement";
    usage_cancel "Cancel this use" "Annuler cette utilisation";
    usage_cancel_of "Cancel the use on order {0}" "Annuler l’utilisation sur la commande {0}";
    usages_from "From" "Du";
    usages_to "To" "Au";
    usages_none "Nobody has used this coupon yet" "Personne n’a encore utilisé ce coupon";
    usages_none_lead "Give it to people: a link, a picture for the counter, or a text to send." "Donnez-le à vos clients : un lien, une image pour le comptoir ou un texte à envoyer.";
    usages_filtered "No use fits what is asked for" "Aucune utilisation ne correspond";
    export_csv "Export CSV" "Exporter en CSV";
    export_xlsx "Export XLSX" "Exporter en XLSX";
    reason "Reason" "Raison";
    reason_hint "It stays in the audit log, 255 characters at most" "Elle reste au journal d’audit, 255 caractères au plus";
    fault_reason "Say why, in 1 to 255 characters." "Dites pourquoi, en 1 à 255 caractères.";
    cancel_title "Cancel a use" "Annuler une utilisation";
    cancel_usage_of "Order {0}, {1}, {2}" "Commande {0}, {1}, {2}";
    cancel_changes "This changes:" "Ce qui change :";
    cancel_stays "This stays:" "Ce qui reste :";
    cancel_frees "It frees 1 use: {0} become {1}." "Une utilisation se libère : {0} deviennent {1}.";
    cancel_frees_of "It frees 1 use: {0} of {2} become {1} of {2}." "Une utilisation se libère : {0} sur {2} deviennent {1} sur {2}.";
    cancel_frees_customer "It frees 1 use for {0}." "Une utilisation se libère pour {0}.";
    cancel_frees_code "The code {0} can be used once more, where its own limit was reached." "Le code {0} peut resservir une fois, si sa propre limite était atteinte.";
    cancel_frees_claim "The coupon is back in the customer’s wallet." "Le coupon revient dans le portefeuille du client.";
    cancel_renewal "Nothing comes free: a renewal counts against no limit." "Rien ne se libère : un renouvellement ne compte dans aucune limite.";
    cancel_order_stays "Order {0} keeps its price and its discount of {1}." "La commande {0} garde son prix et sa remise de {1}.";
    cancel_budget_stays "What was spent of budgets stays spent, and the day keeps its count." "Ce qui est dépensé des budgets le reste, et le compte du jour ne change pas.";
    cancel_payment "This is a payment from a balance. It comes back with a refund, or when the order is cancelled." "C’est un paiement depuis un solde. Il revient avec un remboursement, ou quand la commande est annulée.";
    cancel_wrong_state "This use is {0}; only one of a placed order is cancelled." "Cette utilisation est à l’état « {0} » ; seule celle d’une commande passée s’annule.";
    cancel_keep "Keep it" "La garder";
    back_to_usages "Back to the usages" "Retour aux usages";
    attempts_lead "When shoppers tried this coupon and could not use it, by cause. The same shopper with the same cause counts once an hour." "Quand des clients ont essayé ce coupon sans pouvoir l’utiliser, par cause. Un même client pour une même cause compte une fois par heure.";
    attempts_days "{0} days" "{0} jours";
    attempts_none "No attempt failed in this time" "Aucun essai n’a échoué dans cette période";
    attempts_total "{0} attempts failed." "{0} essais ont échoué.";
    attempts_cause "Cause" "Cause";
    attempts_number "Attempts" "Essais";
    attempts_share "Share" "Part";
    attempts_fix "What would help" "Ce qui aiderait";
    percent_of "{0}%" "{0} %";
    fix_minimum "Name the minimum beside the code, or lower it: many carts fall short of it." "Indiquez le minimum à côté du code, ou baissez-le : beaucoup de paniers restent en dessous.";
    fix_bounds "Look at the bounds of amount, quantity and weight: they leave these carts out." "Regardez les bornes de montant, de quantité et de poids : elles excluent ces paniers.";
    fix_not_started "It is known before it starts. Name the first day where it is announced, or start earlier." "Il est connu avant de commencer. Annoncez le premier jour, ou commencez plus tôt.";
    fix_expired "It is still asked for. Extend it, or take it off the pages that show it." "Il est encore demandé. Prolongez-le, ou retirez-le des pages qui l’affichent.";
    fix_paused "It is paused while people have it. Resume it, or take it off the pages that show it." "Il est en pause alors que des clients l’ont. Reprenez-le, ou retirez-le des pages qui l’affichent.";
    fix_schedule "It is tried outside its hours. Say on the page when it is valid, or widen the hours." "Il est essayé hors de ses heures. Dites quand il est valable, ou élargissez les heures.";
    fix_sign_in "Shoppers are not signed in or not verified. Ask them to sign in beside the code field." "Les clients ne sont pas connectés ou vérifiés. Invitez-les à se connecter près du champ du code.";
    fix_limit "Its stock or budget is used up. Raise it if it pays, or announce another coupon." "Son stock ou son budget est épuisé. Augmentez-le s’il est rentable, ou annoncez un autre coupon.";
    fix_customer_limit "People want it again. Raise the uses per customer, or give them a code for next time." "Des clients le veulent encore. Augmentez les utilisations par client, ou donnez un code pour la prochaine fois.";
    fix_balance "The cards are empty. Show the balance left where the code is typed." "Les cartes sont vides. Affichez le solde restant là où le code se saisit.";
    fix_items "The carts hold nothing it is for. Link to the products it covers, or widen them." "Les paniers n’ont rien de concerné. Donnez un lien vers les produits visés, ou élargissez-les.";
    fix_people "People have it whom it is not for. Give personal codes, or widen who may use it." "Il est chez des clients qu’il ne vise pas. Donnez des codes personnels, ou élargissez qui peut l’utiliser.";
    fix_where "It is tried where it does not hold: country, channel, device, payment or shipping. Say where it does, or widen it." "Il est essayé là où il ne vaut pas : pays, canal, appareil, paiement ou livraison. Dites où il vaut, ou élargissez-le.";
    fix_currency "It has no amount in a currency that shoppers pay in. Add one." "Il n’a pas de montant dans une monnaie où l’on paie. Ajoutez-en un.";
    fix_combination "It meets another offer. Let the two combine, or say that only one holds." "Il rencontre une autre offre. Laissez-les se cumuler, ou dites qu’une seule vaut.";
    fix_information "The shop does not send something it asks about, such as the shipping service. Send it with the cart." "La boutique n’envoie pas une donnée qu’il demande, comme le service de livraison. Envoyez-la avec le panier.";
    fix_renewal "It does not cover this renewal. Raise the renewals that it covers." "Il ne couvre pas ce renouvellement. Augmentez les renouvellements couverts.";
    fix_other "Look at its conditions: one of them fails for these shoppers." "Regardez ses conditions : l’une d’elles échoue pour ces clients.";
    closing "Looking back" "Bilan";
    closing_uses "It was used {0} times." "Il a servi {0} fois.";
    closing_money "It gave {0} on {1} orders worth {2}." "Il a donné {0} sur {1} commandes valant {2}.";
    closing_better "Next time:" "La prochaine fois :";
    closing_failed "{0}% of the failed attempts: {1}. {2}" "{0} % des essais manqués : {1}. {2}";
    closing_limit_reached "All {0} uses were taken: it could have gone on. Plan more, or spread them by a daily limit." "Les {0} utilisations ont été prises : il aurait pu continuer. Prévoyez-en plus, ou étalez-les par une limite par jour.";
    closing_limit_far "Only {0} of {1} uses were taken. Show it in more places, or begin with a smaller number." "Seules {0} utilisations sur {1} ont été prises. Montrez-le davantage, ou commencez par un nombre plus petit.";
    closing_unused "Nobody used it. Look whether anybody could see it: a link, a banner, a mail." "Personne ne l’a utilisé. Voyez si quelqu’un pouvait le voir : un lien, une bannière, un courriel.";
    closing_minimum "It had no condition, and orders were worth {0} on average. A minimum a little above that lifts them." "Il n’avait pas de condition, et les commandes valaient {0} en moyenne. Un minimum un peu au-dessus les relève.";
    closing_per_customer "It had no limit for each customer. One use each spreads it over more people." "Il n’avait pas de limite par client. Une utilisation chacun le répartit sur plus de monde.";
    closing_budget "It had no budget. One keeps a good day from becoming a dear one." "Il n’avait pas de budget. Un budget évite qu’un bon jour ne devienne un jour cher.";
    closing_share "Make its link and its texts on the first day, so that every channel shows the same." "Préparez son lien et ses textes dès le premier jour, pour que chaque canal montre la même chose.";
    closing_again "Run it again at the same time of the year, and compare the two runs." "Relancez-le à la même saison, et comparez les deux éditions.";
    closing_compare "Compare the average order with that of the weeks without a coupon." "Comparez la commande moyenne à celle des semaines sans coupon.";

    // A coupon’s codes.
    code_holder "Holder" "Titulaire";
    code_used_at "Last used" "Dernière utilisation";
    code_last_order "Last order" "Dernière commande";
    code_balance "Balance" "Solde";
    code_assign "Give it to a customer" "L’attribuer à un client";
    code_assign_hint "The customer’s id in your shop; empty is for anybody" "L’identifiant du client dans votre boutique ; vide : pour tous";
    code_void_do "Make void" "Annuler";
    codes_all "All codes" "Tous les codes";
    codes_import "Import codes" "Importer des codes";
    codes_of_batch "Codes made together" "Codes créés ensemble";
    codes_none_chosen "No code was chosen. Tick the boxes of the codes first." "Aucun code n’est choisi. Cochez d’abord les cases des codes.";
    codes_void_lead "A void code unlocks nothing any more. Orders that have it keep it. This cannot be undone." "Un code annulé n’ouvre plus droit à rien. Les commandes qui l’ont le gardent. C’est sans retour.";
    codes_void_already "{0} are void already." "{0} sont déjà annulés.";
    codes_unknown "Nobody has these codes:" "Personne n’a ces codes :";
    jobs_lately "Lately" "Récemment";
    job_line "{0}, {1}: {2}" "{0}, {1} : {2}";
    job_generate "Codes are made" "Création de codes";
    job_import "Codes from a table" "Codes d’un tableau";
    job_void "Codes are made void" "Annulation de codes";
    job_state_queued "waits" "en attente";
    job_state_running "runs" "en cours";
    job_state_done "done" "terminé";
    job_state_cancelled "stopped" "arrêté";
    job_state_failed "failed" "échoué";
    job_cancel "Stop it" "Arrêter";
    job_look "Look again" "Regarder à nouveau";
    job_codes "See these codes" "Voir ces codes";
    job_void_all "Make them all void" "Les annuler tous";
    job_made "{0} codes are made." "{0} codes sont créés.";
    job_voided "{0} codes are void." "{0} codes sont annulés.";
    job_imported "{0} codes are made, {1} were there already, {2} rows were refused." "{0} codes sont créés, {1} existaient déjà, {2} lignes ont été refusées.";
    job_checked "{0} codes would be made, {1} are there already, {2} rows would be refused. Nothing is made yet." "{0} codes seraient créés, {1} existent déjà, {2} lignes seraient refusées. Rien n’est encore créé.";
    job_failed "It failed after {0}: {1} What was made until then stays and works." "Échec après {0} : {1} Ce qui a été créé jusque-là reste et fonctionne.";
    job_cancelled "It was stopped after {0}. What was made until then stays and works." "Arrêté après {0}. Ce qui a été créé jusque-là reste et fonctionne.";
    make_for "How many, and for whom" "Combien, et pour qui";
    make_for_anybody "For anybody" "Pour tous";
    make_for_customers "One for each of these customers" "Un pour chacun de ces clients";
    make_for_segment "One for each customer of a segment" "Un pour chaque client d’un segment";
    make_customers "Customers" "Clients";
    make_customers_hint "Their ids in your shop, one a line" "Leurs identifiants dans votre boutique, un par ligne";
    make_segment "Segment" "Segment";
    make_look "How they look" "Leur forme";
    make_suffix "They end with" "Ils finissent par";
    make_length "Random characters" "Caractères tirés au sort";
    make_length_hint "Empty: as many as make them hard to guess" "Vide : assez pour qu’ils soient difficiles à deviner";
    make_groups "Groups" "Groupes";
    make_groups_hint "Such as 4-4: a dash after four" "Par exemple 4-4 : un tiret après quatre";
    make_alphabet "Made of" "Composés de";
    alphabet_usual "Letters and digits that are not mistaken for one another" "Lettres et chiffres qu’on ne confond pas";
    alphabet_letters "Letters" "Lettres";
    alphabet_digits "Digits" "Chiffres";
    alphabet_own "These characters:" "Ces caractères :";
    make_own_alphabet "Own characters" "Caractères choisis";
    make_check "With a check character, so that a mistyped code is known as such" "Avec un caractère de contrôle, pour reconnaître une faute de frappe";
    make_dense "I know that these codes are easy to guess" "Je sais que ces codes sont faciles à deviner";
    make_terms "Terms of each" "Conditions de chacun";
    make_limit "Uses of each" "Utilisations de chacun";
    make_limit_hint "Empty: as the coupon says, else one" "Vide : comme le coupon, sinon une";
    make_ends_hint "Empty: as long as the coupon. The last day counts whole." "Vide : aussi longtemps que le coupon. Le dernier jour compte en entier.";
    samples "Samples" "Exemples";
    samples_show "Show samples" "Montrer des exemples";
    guess_one_in "One guess in {0} finds a code." "Un essai sur {0} trouve un code.";
    guess_hard "That is out of reach for who guesses." "C’est hors de portée de qui devine.";
    guess_easy "That is within reach for who guesses: make them longer." "C’est à la portée de qui devine : allongez-les.";
    ten_to_the "10 to the {0}" "10 puissance {0}";
    review_one "One code such as {0}." "Un code comme {0}.";
    review_many "{0} codes such as {1}." "{0} codes comme {1}.";
    review_segment "A code such as {0} for each customer of the segment." "Un code comme {0} pour chaque client du segment.";
    fault_length "Write how many random characters, a whole number such as 8." "Écrivez combien de caractères tirés au sort, un nombre entier comme 8.";
    fault_groups "Write sizes with dashes between them, such as 4-4. Together they are all the random characters, and the check character." "Écrivez des tailles séparées par des tirets, comme 4-4. Leur somme fait tous les caractères tirés au sort, plus celui de contrôle.";
    fault_alphabet "Choose at least 8 different letters or digits, an even number of them with a check character." "Choisissez au moins 8 lettres ou chiffres différents, en nombre pair avec un caractère de contrôle.";
    fault_customers "Name at least one customer, each once, 10,000 at most." "Nommez au moins un client, chacun une fois, 10 000 au plus.";
    fault_segment "Choose a segment that is there." "Choisissez un segment existant.";
    fault_past "Choose a day to come." "Choisissez un jour à venir.";
    fault_table "This cannot be read as a table. Its first line names the columns: code, and where needed limit, customer_id, expires_at, balance and currency. Save it as CSV UTF-8." "Ceci ne se lit pas comme un tableau. Sa première ligne nomme les colonnes : code et, au besoin, limit, customer_id, expires_at, balance et currency. Enregistrez-le en CSV UTF-8.";
    import_lead "One code a line, or a table with the columns code, limit, customer_id, expires_at, balance and currency. It is checked before anything is made." "Un code par ligne, ou un tableau avec les colonnes code, limit, customer_id, expires_at, balance et currency. Il est vérifié avant toute création.";
    import_table "Paste the table" "Collez le tableau";
    import_file "Or choose a file" "Ou choisissez un fichier";
    import_file_hint "CSV, 8 MB at most; a larger one goes by the API" "CSV, 8 Mo au plus ; un plus grand passe par l’API";
    import_check "Check it" "Vérifier";
    import_check_again "Check again" "Vérifier à nouveau";
    import_checked "What would come of it" "Ce qu’il en sortirait";
    import_do "Make these codes" "Créer ces codes";
    import_still "The check still runs. Check again in a moment." "La vérification est en cours. Vérifiez à nouveau dans un instant.";
    row "Row" "Ligne";
    row_fault "What is wrong" "Ce qui ne va pas";
    row_number "Line {0}" "Ligne {0}";
    row_missing "{0} is missing." "{0} manque.";
    row_ragged "It has another number of cells than the first line." "Elle n’a pas autant de cases que la première ligne.";
    row_not_live "The code was void, used or over where it was exported." "Le code était annulé, utilisé ou expiré là où il a été exporté.";
    row_taken "Another coupon has a code that reads the same." "Un autre coupon a un code qui se lit de même.";
    row_twice "The same code stands above already." "Le même code figure déjà plus haut.";
    row_invalid "{0} cannot be read, or is out of bounds." "{0} ne se lit pas, ou sort des bornes.";
    rows_more "And {0} more." "Et {0} de plus.";
    labels "Labels to print" "Étiquettes à imprimer";
    labels_lead "24 on a sheet of A4. Void codes are left out." "24 par feuille A4. Les codes annulés sont omis.";
    labels_next "Next sheet" "Feuille suivante";
    print "Print" "Imprimer";

    // Sharing a coupon.
    share "Share" "Partager";
    link "Link" "Lien";
    qr "QR code" "Code QR";
    qr_of "QR code of {0}" "Code QR de {0}";
    qr_keep "Download the QR code" "Télécharger le code QR";
    qr_keep_of "Download the QR code of {0}" "Télécharger le code QR de {0}";
    copy_code "Copy the code" "Copier le code";
    copy_link "Copy the link" "Copier le lien";
    fresh_title "It is ready. Give it to people:" "Il est prêt. Donnez-le à vos clients :";
    share_no_code "This coupon has no code for everybody. Share the codes that it has one by one." "Ce coupon n’a pas de code pour tous. Partagez un à un les codes qu’il a.";
    share_no_link "Say in the settings where your shop is, as storefront_url, and there will be a link that applies the code on arrival." "Indiquez dans les réglages où est votre boutique, comme storefront_url, et un lien appliquera le code à l’arrivée.";
    share_target "Page it leads to" "Page d’arrivée";
    share_source "Where you put it" "Où vous le mettez";
    share_make_link "Make the link" "Créer le lien";
    share_texts "Short texts" "Textes courts";
    share_text_subject "Subject of the mail" "Objet du courriel";
    share_text_sms "Text message" "SMS";
    share_text_banner "Banner for a page, HTML" "Bannière pour une page, HTML";
    share_subject "{0}: {1}" "{0} : {1}";
    share_email "{0}, for you.\n\nYour code: {1}\n{2}\n\n{3}\n\n{4}" "{0}, pour vous.\n\nVotre code : {1}\n{2}\n\n{3}\n\n{4}";
    share_sms "{0}: {1} with the code {2} {3}" "{0} : {1} avec le code {2} {3}";
    share_banner_code "with the code" "avec le code";
    sms_size "{0} characters, {1} messages" "{0} caractères, {1} messages";
    sms_wide "A letter of it is not in the alphabet of text messages: 70 fit into one instead of 160." "Une lettre n’est pas dans l’alphabet des SMS : 70 tiennent dans un message au lieu de 160.";
    share_print "A sheet to print" "Une feuille à imprimer";
    sheet_a4 "A4, for a wall" "A4, pour un mur";
    sheet_a6 "A6, for the counter" "A6, pour le comptoir";

    // What else is done with a coupon.
    more "More" "Plus";
    action_again "Run again" "Relancer";
    action_template "Save as a template" "Garder comme modèle";
    action_delete "Delete" "Supprimer";
    action_quick "Quick edit" "Modification rapide";
    action_extend "Extend" "Prolonger";
    action_tag "Tag" "Étiqueter";
    again_lead "A new run has the same terms and the same code, counted from nothing; this one is put away with its figures." "Une nouvelle édition a les mêmes conditions et le même code, comptés de zéro ; celle-ci est rangée avec ses chiffres.";
    again_running "It is not over, so its code stays with it. A copy takes the terms and a code of its own." "Il n’est pas terminé, son code lui reste. Une copie prend les conditions et un code à elle.";
    again_copy "Make a copy with these dates" "Copier avec ces dates";
    template_lead "The template has these terms without code and dates. Who uses it is asked for those." "Le modèle a ces conditions sans code ni dates. On les demande à qui l’utilise.";
    template_for "What it is for" "À quoi il sert";
    template_goals "Goals" "Objectifs";
    save_goal_new_customers "New customers" "Nouveaux clients";
    save_goal_loyalty "Loyalty" "Fidélité";
    save_goal_clear_stock "Clear stock" "Écouler le stock";
    save_goal_reward_first_buyers "Thank first buyers" "Remercier les premiers acheteurs";
    save_goal_conversion "Carts become orders" "Paniers devenus commandes";
    delete_title "Three ways to be rid of it" "Trois façons de s’en défaire";
    delete_pause "Best for now: nobody can use it, everything stays, and one press brings it back." "Le mieux pour l’instant : personne ne peut l’utiliser, tout reste, et un clic le ramène.";
    delete_archive "Out of the list. It can be restored with its uses and its code." "Hors de la liste. Il se restaure avec ses utilisations et son code.";
    delete_for_good "Delete for good" "Supprimer définitivement";
    delete_for_good_lead "Nothing brings it back." "Rien ne le ramène.";
    delete_kept "This is kept:" "Ceci est gardé :";
    delete_typed "To confirm, type {0}" "Pour confirmer, tapez {0}";
    delete_free_codes "Other coupons may take its codes" "D’autres coupons peuvent prendre ses codes";
    delete_no_right "To delete for good needs the role “delete”." "Supprimer définitivement demande le rôle « supprimer ».";
    fault_typed "This is not what has to be typed." "Ce n’est pas ce qu’il faut taper.";
    kept_orders "{0} orders with their amounts and terms" "{0} commandes avec leurs montants et conditions";
    kept_held "{0} reservations, until they end" "{0} réservations, jusqu’à leur fin";
    kept_claims "{0} coupons in wallets, which cannot be used any more" "{0} coupons en portefeuille, qui ne servent plus";
    kept_uses "{0} uses in figures and exports" "{0} utilisations dans les chiffres et exports";
    kept_versions "Every version, and the audit log" "Chaque version, et le journal d’audit";
    compare "Compare" "Comparer";
    compare_from "Version" "Version";
    compare_to "with" "avec";
    compare_same "The two are the same." "Les deux sont identiques.";
    activity_difference "What it changed" "Ce qui a changé";
    tab_soon "Ending soon" "Bientôt finis";
    column_given "Given, 30 days" "Donné, 30 jours";
    given_nothing "nothing" "rien";
    over_amount "over {0}" "plus de {0}";
    uses_in_days "{0} uses" "{0} utilisations";
    columns "Columns" "Colonnes";
    view_save "Save this view" "Garder cette vue";
    view_shared "The team sees it too" "L’équipe la voit aussi";
    view_delete "Delete the view {0}" "Supprimer la vue {0}";
    export_all "Export all" "Tout exporter";
    card_uses "Last uses" "Dernières utilisations";
    quick_ends "Last day" "Dernier jour";
    quick_enabled "In force" "En vigueur";
    key_rows "Next and previous row" "Ligne suivante et précédente";
    key_choose "Choose the row" "Choisir la ligne";
    key_edit "Edit it" "La modifier";
    key_duplicate "Duplicate it" "La dupliquer";
    key_pause "Pause or resume it" "La mettre en pause ou la reprendre";
    key_copy "Copy its code" "Copier son code";
    bulk_title_extend "Extend coupons" "Prolonger des coupons";
    bulk_title_tag "Tag coupons" "Étiqueter des coupons";
    bulk_title_duplicate "Duplicate coupons" "Dupliquer des coupons";
    bulk_days "By how many days" "De combien de jours";
    bulk_tags_hint "With commas between them; they are added to those there are" "Séparées par des virgules ; elles s’ajoutent à celles qui existent";
    fault_days "Write a number from 1 to 3,650." "Écrivez un nombre de 1 à 3 650.";
    fault_tags "Write at least one tag." "Écrivez au moins une étiquette.";
    why_no_end "has no end" "n’a pas de fin";
    error_code_void "A void code is nobody’s. Make another code." "Un code annulé n’est à personne. Créez un autre code.";
    error_run_followed "It was run again already. Run the last of its runs again." "Il a déjà été relancé. Relancez la dernière de ses éditions.";
    error_usage_state "Only a use of a placed order is cancelled, and no payment from a balance." "Seule l’utilisation d’une commande passée s’annule, et aucun paiement depuis un solde.";
    error_too_many_saved "There are 1,000 of them, which is the most. Delete one first." "Il y en a 1 000, c’est le maximum. Supprimez-en d’abord.";
    error_too_large "What was sent is too large. Send a larger table by the API." "Ce qui a été envoyé est trop grand. Envoyez un grand tableau par l’API.";
    done_usage_cancelled "The use is cancelled." "L’utilisation est annulée.";
    done_job_cancelled "It is stopped. What was made stays." "C’est arrêté. Ce qui a été créé reste.";
    done_codes_void "The code is void." "Le code est annulé.";
    done_codes_void_many "{0} codes are void." "{0} codes sont annulés.";
    done_codes_voiding "The codes are being made void." "Les codes sont en cours d’annulation.";
    done_codes_importing "The codes of the table are being made." "Les codes du tableau sont en cours de création.";
    done_code_assigned "The code has its holder." "Le code a son titulaire.";
    done_deleted "The coupon is deleted for good." "Le coupon est supprimé définitivement.";
    done_template_kept "The template is kept." "Le modèle est gardé.";
    done_run_again "It runs again, counted from nothing." "Il repart, compté de zéro.";
    done_view_saved "The view is kept." "La vue est gardée.";
    done_view_deleted "The view is deleted." "La vue est supprimée.";
    done_extended "The coupon is extended." "Le coupon est prolongé.";
    done_extended_many "{0} coupons are extended." "{0} coupons sont prolongés.";
    done_tagged "The coupon is tagged." "Le coupon est étiqueté.";
    done_tagged_many "{0} coupons are tagged." "{0} coupons sont étiquetés.";
    done_duplicated_one "1 copy is made, a draft without a code." "1 copie est créée, un brouillon sans code.";
    done_duplicated_many "{0} copies are made, drafts without codes." "{0} copies sont créées, des brouillons sans code.";

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
