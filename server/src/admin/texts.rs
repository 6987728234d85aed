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

    // The overview.
    overview "Overview" "Vue d’ensemble";
    overview_empty "Nothing to look after yet" "Rien à surveiller pour l’instant";
    overview_empty_lead "Once there are coupons, this page says what needs you: what ends soon, what is nearly used up, what looks odd." "Dès qu’il y aura des coupons, cette page dira ce qui vous attend : ce qui finit bientôt, ce qui s’épuise, ce qui surprend.";
    overview_start "Make the first coupon" "Créer le premier coupon";
    overview_states "Coupons by state" "Coupons par état";
    overview_count "Count the coupons" "Compter les coupons";
    overview_uses "Orders with a coupon, last 7 days" "Commandes avec coupon, 7 derniers jours";
    overview_discount "Discount given, last 7 days" "Remises accordées, 7 derniers jours";
    overview_more_than "more than {0}" "plus de {0}";
    overview_attention "Needs attention" "À surveiller";
    overview_ending "Ending within 7 days" "Se terminent sous 7 jours";
    overview_ending_none "No active coupon ends within 7 days." "Aucun coupon actif ne finit sous 7 jours.";
    overview_all "All of them" "Tous";
    overview_nearly "Nearly used up" "Bientôt épuisés";
    overview_nearly_none "None of the 200 active coupons changed last is nearly used up." "Aucun des 200 coupons actifs modifiés en dernier n’est bientôt épuisé.";
    overview_jobs "Work that failed" "Travaux échoués";
    overview_jobs_none "No job has failed." "Aucun travail n’a échoué.";
    overview_cases "Failing test cases" "Cas d’essai en échec";
    overview_cases_none "Every test case gives what was expected." "Chaque cas d’essai donne ce qui était attendu.";
    overview_check "Check the live coupons" "Vérifier les coupons actifs";
    overview_warned_none "Nothing stands out in the 5 active coupons changed last." "Rien à signaler dans les 5 coupons actifs modifiés en dernier.";
    job_backtest "Reality check" "Épreuve des commandes";
    job_codes "Making codes" "Création de codes";
    job_import "Importing codes" "Import de codes";
    job_void "Voiding codes" "Annulation de codes";
    job_other "Another job" "Autre travail";

    // Why a coupon cannot be used.
    menu_help "Help" "Aide";
    why "Why can’t this coupon be used?" "Pourquoi ce coupon ne marche-t-il pas ?";
    why_lead "Type the code that a customer tells you, and who they are." "Saisissez le code que vous donne un client, et qui il est.";
    why_empty "The answer appears here: each rule with what is and what is needed, and what to do next." "La réponse s’affiche ici : chaque règle avec ce qui est et ce qui est demandé, et que faire ensuite.";
    why_fault_code "Write the code." "Écrivez le code.";
    why_customer "Customer" "Client";
    why_customer_hint "Id or e-mail; empty is nobody in particular" "Identifiant ou e-mail ; vide : personne en particulier";
    why_basket "Basket" "Panier";
    why_basket_none "None" "Aucun";
    why_amount "Or the amount of the basket" "Ou le montant du panier";
    why_amount_hint "Such as 60.00; empty leaves the basket out" "Par exemple 60,00 ; vide : sans panier";
    why_basket_hint "Rules about the basket are not answered without one." "Sans panier, les règles qui le concernent restent sans réponse.";
    why_button "Find out" "Chercher pourquoi";
    why_next "Next:" "Ensuite :";
    why_no_basket "no basket given" "aucun panier donné";
    why_unknown "No coupon has this code." "Aucun coupon n’a ce code.";
    why_unknown_next "Ask the customer to read it out letter by letter; O and 0, I and 1 are easily confused." "Demandez au client de l’épeler ; O et 0, I et 1 se confondent aisément.";
    why_works "The code works on this basket." "Le code marche sur ce panier.";
    why_nothing_against "Nothing speaks against this code so far." "Rien ne s’oppose à ce code jusqu’ici.";
    why_anothers "This code belongs to another customer." "Ce code appartient à un autre client.";
    why_not "The code cannot be used." "Le code ne peut pas être utilisé.";
    why_rule_code "The code has not been voided" "Le code n’a pas été annulé";
    why_rule_state "The coupon is in force" "Le coupon est en vigueur";
    why_rule_owner "The code belongs to this customer" "Le code appartient à ce client";
    why_rule_claim "It is claimed into a wallet before it is used" "Il s’ajoute au portefeuille avant d’être utilisé";
    next_works "Have the customer try again, with the same e-mail and the same basket." "Faites réessayer le client, avec le même e-mail et le même panier.";
    next_void "The code was voided. Give the customer another one." "Le code a été annulé. Donnez-en un autre au client.";
    next_archived "The coupon is archived. Restore it, or offer another." "Le coupon est archivé. Restaurez-le, ou proposez-en un autre.";
    next_draft "The coupon is a draft. Publish it." "Le coupon est un brouillon. Publiez-le.";
    next_paused "The team stopped it. Ask them, or resume it." "L’équipe l’a arrêté. Demandez-lui, ou reprenez-le.";
    next_owner "Ask the customer to sign in to the account that the code was given to." "Demandez au client de se connecter au compte qui a reçu le code.";
    next_claim "Have the customer claim it first; it is then in their wallet." "Faites d’abord ajouter le coupon au portefeuille du client.";
    next_expired "It ended on {0}. Extend the coupon, or offer another." "Il s’est terminé le {0}. Prolongez-le, ou proposez-en un autre.";
    next_expired_code "It is over. Give the customer a new code, or offer another coupon." "Il est terminé. Donnez au client un nouveau code, ou proposez un autre coupon.";
    next_not_started "It begins later. Tell the customer the day." "Il commence plus tard. Dites le jour au client.";
    next_used_up "All uses are taken. Raise the limit, or offer another coupon." "Toutes les utilisations sont prises. Relevez la limite, ou proposez un autre coupon.";
    next_customer_limit "This customer has used it already. If an order was cancelled, cancel its use to free it." "Ce client l’a déjà utilisé. Si une commande a été annulée, annulez-en l’utilisation pour la libérer.";
    next_daily_limit "Today’s uses are taken. It works again tomorrow." "Les utilisations du jour sont prises. Il remarchera demain.";
    next_budget "Its budget is spent. Raise it, or offer another coupon." "Son budget est épuisé. Relevez-le, ou proposez un autre coupon.";
    next_balance "There is no money left on it. Show the customer its orders." "Il n’y reste plus d’argent. Montrez ses commandes au client.";
    next_sign_in "Ask the customer to sign in, or write their id or e-mail here." "Demandez au client de se connecter, ou écrivez ici son identifiant ou son e-mail.";
    next_together "Have the customer remove the other code; the larger discount counts." "Faites retirer l’autre code ; la plus grande remise compte.";
    next_information "Something it asks for is not known yet. Fill in the customer and the basket." "Une information demandée manque encore. Indiquez le client et le panier.";
    next_not_for_them "It is not for this customer. Offer another coupon." "Il n’est pas pour ce client. Proposez un autre coupon.";
    next_basket "Tell the customer what is missing in the basket: the rule that fails names it." "Dites au client ce qui manque au panier : la règle non respectée le nomme.";

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
    kept_as_is "This form cannot write that yet; it stays as it is:" "Ce formulaire ne sait pas encore écrire cela ; cela reste tel quel :";
    save_draft "Save as a draft" "Enregistrer comme brouillon";
    save_live "Save and put in force" "Enregistrer et mettre en vigueur";
    save "Save" "Enregistrer";
    save_anyway "Save mine over it" "Enregistrer la mienne par-dessus";
    conflict_title "Somebody changed this coupon while you were writing" "Quelqu’un a modifié ce coupon pendant votre saisie";
    conflict_lead "Nothing you typed is lost. They changed:" "Rien de votre saisie n’est perdu. Ont changé :";
    form_summary "In plain words" "En clair";
    form_summary_update "Show in words" "Dire en clair";

    // The test basket, the reality check and what shoppers see, beside the form.
    tab_basket "Test" "Essai";
    yes "yes" "oui";
    no "no" "non";
    basket "Test basket" "Panier d’essai";
    basket_lead "Try this coupon on a basket, for a customer, on any day. Nothing is saved or used up." "Essayez ce coupon sur un panier, pour un client, à la date de votre choix. Rien n’est enregistré ni consommé.";
    basket_open "Build a basket" "Composer un panier";
    basket_unnamed "Unnamed" "Sans nom";
    basket_back "Back to the form" "Revenir au formulaire";
    basket_mend "First look at these fields of the coupon:" "Revoyez d’abord ces champs du coupon :";
    basket_lines "In the basket" "Dans le panier";
    basket_empty "The basket is empty. Put something in." "Le panier est vide. Mettez-y quelque chose.";
    basket_quantity "Quantity" "Quantité";
    basket_quantity_of "Quantity of {0}" "Quantité de {0}";
    basket_price "Price" "Prix";
    basket_price_of "Price of {0}" "Prix de {0}";
    basket_remove_of "Remove {0}" "Retirer {0}";
    basket_find "Find a product" "Chercher un produit";
    basket_found "Products found" "Produits trouvés";
    basket_found_nothing "No product is called that." "Aucun produit ne porte ce nom.";
    basket_add "Add" "Ajouter";
    basket_add_of "Add {0}" "Ajouter {0}";
    basket_type "Type a line" "Saisir une ligne";
    basket_new_name "Product" "Produit";
    basket_new_name_hint "Any name, or the id of a product" "Un nom, ou l’identifiant d’un produit";
    basket_add_line "Add the line" "Ajouter la ligne";
    basket_saved "Saved baskets" "Paniers enregistrés";
    basket_use "Use it" "L’utiliser";
    sample_small "Small basket" "Petit panier";
    sample_middle "Medium basket" "Panier moyen";
    sample_large "Large basket" "Grand panier";
    sample_shirt "Shirt" "Chemise";
    sample_mug "Mug" "Tasse";
    sample_coat "Coat" "Manteau";
    basket_who "Customer" "Client";
    who_guest "A guest" "Un visiteur";
    who_new "A new customer" "Un nouveau client";
    who_known "One of ours" "L’un des nôtres";
    basket_customer "Id or e-mail" "Identifiant ou e-mail";
    basket_customer_hint "Of one of ours" "De l’un des nôtres";
    basket_travel "Time travel" "Voyage dans le temps";
    basket_date "Day" "Jour";
    basket_time "Time" "Heure";
    basket_travel_hint "In {0}. Empty is now; a day without a time is its noon." "En {0}. Vide : maintenant ; un jour sans heure vaut à midi.";
    basket_balance "Money on the code" "Solde du code";
    basket_more "Shipping, payment and more" "Livraison, paiement et plus";
    basket_shipping "Shipping price" "Prix de la livraison";
    basket_service "Shipping service" "Mode de livraison";
    basket_payment "Payment method" "Moyen de paiement";
    basket_channel "Channel" "Canal";
    basket_country "Country" "Pays";
    basket_currency_hint "Empty: {0}" "Vide : {0}";
    basket_tax "Tax rate" "Taux de taxe";
    basket_codes "Other codes" "Autres codes";
    basket_codes_hint "With commas between them" "Séparés par des virgules";
    basket_with_tax "Prices include tax" "Prix taxes comprises";
    basket_try "Try it" "Essayer";
    basket_gives "This coupon gives {0}." "Ce coupon donne {0}.";
    basket_gives_gift "This coupon applies." "Ce coupon s’applique.";
    basket_gives_nothing "This coupon gives nothing here. {0}" "Ce coupon ne donne rien ici. {0}";
    basket_at "Tried on {0}" "Essayé le {0}";
    basket_before "To pay without the coupon:" "À payer sans le coupon :";
    basket_after "To pay with the coupon:" "À payer avec le coupon :";
    basket_by_line "Line by line" "Ligne par ligne";
    basket_line "Line" "Ligne";
    basket_other "Also applied: {0}, {1}" "S’applique aussi : {0}, {1}";
    basket_passed_over "Lines passed over: {0}." "Lignes laissées de côté : {0}.";
    basket_gift "Gives {0} of {1} at no price." "Offre {0} de {1}.";
    basket_as_if "Tried as if it were in force." "Essayé comme s’il était en vigueur.";
    cut_coupon_cap "{0} less: the coupon gives no more on one order." "{0} de moins : le coupon ne donne pas plus par commande.";
    cut_budget "{0} less: its budget leaves no more." "{0} de moins : son budget ne laisse pas plus.";
    cut_price_floor "{0} less: a product has a lowest price." "{0} de moins : un produit a un prix plancher.";
    cut_margin_floor "{0} less: the shop keeps a margin." "{0} de moins : la boutique garde une marge.";
    cut_store_cap "{0} less: the shop gives no more on one order." "{0} de moins : la boutique ne donne pas plus par commande.";
    cut_line_total "{0} less: there was nothing left to reduce." "{0} de moins : il ne restait rien à réduire.";
    cut_other "{0} less." "{0} de moins.";
    sum_goods "Goods" "Articles";
    sum_discount "Discount" "Remise";
    sum_setup "Set-up fees" "Mise en service";
    sum_setup_off "Discount on set-up" "Remise sur la mise en service";
    sum_shipping "Shipping" "Livraison";
    sum_shipping_off "Discount on shipping" "Remise sur la livraison";
    sum_fees "Fees" "Frais";
    sum_tax "Tax" "Taxes";
    sum_balance "Paid from a balance" "Payé par un solde";
    sum_total "To pay" "À payer";
    fault_basket_line "Write a price such as 10.00 and a whole quantity for {0}." "Écrivez un prix comme 10,00 et une quantité entière pour {0}.";
    fault_country "Write the two letters of a country, such as FR." "Écrivez les deux lettres d’un pays, comme FR.";
    fault_customer "Write the id or the e-mail of a customer." "Écrivez l’identifiant ou l’e-mail d’un client.";
    basket_keep "Keep this basket" "Garder ce panier";
    basket_keep_lead "To try other coupons on it. Save the coupon first to keep it as a test case." "Pour y essayer d’autres coupons. Enregistrez d’abord le coupon pour en faire un cas d’essai.";
    basket_kept "The basket is kept." "Le panier est gardé.";
    case_keep "Save as a test case" "En faire un cas d’essai";
    case_keep_lead "It is tried again at each later edit. Uses so far are left out." "Il est essayé de nouveau à chaque modification. Les utilisations passées ne comptent pas.";
    case_kept "The test case is saved." "Le cas d’essai est enregistré.";
    case_expected "Expected discount" "Remise attendue";
    case_expected_hint "Empty: what it gives now. 0: it must not apply." "Vide : ce qu’il donne maintenant. 0 : il ne doit pas s’appliquer.";
    cases "Test cases" "Cas d’essai";
    cases_lead "Tried just now on this coupon." "Essayés à l’instant sur ce coupon.";
    cases_none "No test cases yet. Try a basket and save it as one." "Pas encore de cas d’essai. Essayez un panier et faites-en un.";
    case_gives "Gives {0}, as expected." "Donne {0}, comme attendu.";
    case_gives_other "Gives {0}, expected was {1}." "Donne {0}, alors que {1} était attendu.";
    rules "Rules" "Règles";
    rule_pass "Holds:" "Respectée :";
    rule_fail "Fails:" "Non respectée :";
    rule_unknown "Not known:" "Inconnue :";
    rule_actual "Is: {0}" "Constaté : {0}";
    rule_needed "Needed: {0}" "Demandé : {0}";
    rule_dates "Dates" "Dates";
    rule_code_end "The code’s own end" "La fin propre au code";
    rule_total "Uses in all" "Utilisations en tout";
    rule_code_uses "Uses of this code" "Utilisations de ce code";
    rule_customer "Uses by this customer" "Utilisations par ce client";
    rule_day "Uses today" "Utilisations du jour";
    rule_nobody "no customer is named" "aucun client n’est nommé";
    rule_used "{0} of {1} used" "{0} sur {1} prises";
    rule_left "one left" "une de libre";
    rule_all "All of these" "Toutes ces règles";
    rule_any "One of these" "L’une de ces règles";
    rule_not "Not this" "Pas ceci";
    rule_not_known "not known" "inconnu";
    rule_other_currency "another currency" "une autre monnaie";
    rule_none "none" "aucun";
    rule_min "at least {0}" "au moins {0}";
    rule_max "at most {0}" "au plus {0}";
    rule_days "in {0} days" "en {0} jours";
    rule_information "It asks for something that is not known here; a rule with a question mark says what." "Il demande une chose inconnue ici ; une règle à point d’interrogation dit laquelle.";
    rule_currency "It names an amount in this currency" "Il a un montant dans cette monnaie";
    rule_budget "Its budget is not spent" "Son budget n’est pas épuisé";
    rule_balance "There is money on the code" "Il reste de l’argent sur le code";
    rule_items "The basket holds what it is for" "Le panier contient ce qu’il vise";
    rule_effect "There is something to reduce" "Il y a quelque chose à réduire";
    rule_together "It goes with the other coupons" "Il se combine aux autres coupons";
    reality "Reality check" "À l’épreuve des commandes";
    reality_lead "What this coupon would have done to the orders of the last 90 days." "Ce que ce coupon aurait fait aux commandes des 90 derniers jours.";
    reality_begin "Run it over the last 90 days" "Essayer sur les 90 derniers jours";
    reality_running "Going through the orders." "Parcours des commandes en cours.";
    reality_progress "{0} of {1} orders" "{0} commandes sur {1}";
    reality_look "Look again" "Regarder à nouveau";
    reality_failed "The check did not come to an end. Run it again." "La vérification n’est pas allée au bout. Relancez-la.";
    reality_no_orders "There are no orders of the last 90 days to try it on." "Aucune commande des 90 derniers jours pour l’essayer.";
    reality_applied "It would have applied to {0} of {1} orders." "Il se serait appliqué à {0} commandes sur {1}.";
    reality_cost "Cost" "Coût";
    reality_average "Discount on an order" "Remise par commande";
    reality_before "Average basket before" "Panier moyen avant";
    reality_after "Average basket after" "Panier moyen après";
    reality_sum_before "These baskets before" "Ces paniers avant";
    reality_sum_after "These baskets after" "Ces paniers après";
    reality_margin "Margin after" "Marge après";
    reality_no_cost "not known: some products have no cost" "inconnue : des produits n’ont pas de coût";
    reality_new "First orders of a customer" "Premières commandes d’un client";
    reality_reasons "Why not on the others" "Pourquoi pas sur les autres";
    reality_orders "{0} of them" "{0} d’entre elles";
    shopper "What shoppers see" "Ce que voient les clients";
    shopper_open "Show it" "Afficher";
    shopper_use "Use now" "Utiliser";
    shopper_with_code "with the code {0}" "avec le code {0}";

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
