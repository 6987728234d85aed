//! Every word of the shop, in English and French side by side. A test compares them.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// A language pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
}

impl Language {
    /// The tag of RFC 5646.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The words of the language.
    pub(crate) const fn texts(self) -> &'static Texts {
        match self {
            Self::English => &EN,
            Self::French => &FR,
        }
    }

    /// The language of a tag such as `fr` or `fr-CA`.
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        [Self::English, Self::French].into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The first of `Accept-Language` that we have, by weight, else English.
    pub(crate) fn preferred(headers: &HeaderMap) -> Self {
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut best = (0, Self::English);
        for choice in header.split(',') {
            let (tag, parameters) = choice.split_once(';').unwrap_or((choice, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(1_000, thousandths);
            if let Some(language) = Self::parse(tag)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }
}

/// A weight such as `0.8`, in thousandths.
fn thousandths(weight: &str) -> u32 {
    let (whole, decimals) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let decimals: String = decimals.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or_default();
    whole.min(1) * 1_000 + decimals.parse::<u32>().unwrap_or_default()
}

/// Words with values for `{0}`, `{1}`.
pub(crate) fn fill(words: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(words.len() + 16);
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((index, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        filled.push_str(index.parse::<usize>().ok().and_then(|index| values.get(index)).copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Builds [`Texts`] from one table: name, English, French.
macro_rules! texts {
    ($($name:ident $en:literal $fr:literal;)+) => {
        /// The words of a language.
        pub(crate) struct Texts {
            $(pub(crate) $name: &'static str,)+
        }

        static EN: Texts = Texts { $($name: $en,)+ };
        static FR: Texts = Texts { $($name: $fr,)+ };

        /// Name, English, French.
        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $en, $fr),)+];
    };
}

texts! {
    // The frame.
    skip "Skip to the content" "Aller au contenu";
    search_products "Search products" "Rechercher un produit";
    search "Search" "Rechercher";
    main_menu "Shop" "Boutique";
    wallet "Wallet" "Mes coupons";
    account "Account" "Compte";
    sign_in "Sign in" "Se connecter";
    cart "Cart" "Panier";
    units_in_cart "{0} in the cart" "{0} dans le panier";
    demo_note "A demo: nothing is sold here and nothing is charged." "Une démonstration : rien n’est vendu ni débité ici.";
    other_language "Français" "English";
    other_tag "fr" "en";
    before "Before:" "Avant :";
    months "January February March April May June July August September October November December" "janvier février mars avril mai juin juillet août septembre octobre novembre décembre";

    // The catalogue.
    departments "Departments" "Rayons";
    everything "Everything" "Tout";
    found_for "Search: {0}" "Recherche : {0}";
    clear_search "Clear the search" "Effacer la recherche";
    nothing_found "Nothing fits. Try another word." "Aucun résultat. Essayez un autre mot.";
    sold_out "Sold out" "Épuisé";
    sold_out_words "Sold out at the moment." "Épuisé pour le moment.";
    pages "Pages" "Pages";
    previous_page "Previous page" "Page précédente";
    next_page "Next page" "Page suivante";
    page_of "Page {0} of {1}" "Page {0} sur {1}";
    products_count "{0} products" "{0} produits";

    // A product.
    tax_included "Tax included." "Taxe comprise.";
    tax_excluded "Plus tax, shown in the cart." "Hors taxe, ajoutée dans le panier.";
    setup_fee_of "Plus a set-up fee of {0}." "Plus des frais d’installation de {0}.";
    monthly "per month" "par mois";
    quarterly "per quarter" "par trimestre";
    semiannual "for six months" "pour six mois";
    annual "per year" "par an";
    biennial "for two years" "pour deux ans";
    triennial "for three years" "pour trois ans";
    few_left "Only {0} left." "Plus que {0}.";
    quantity "Quantity" "Quantité";
    quantity_of "Quantity of {0}" "Quantité de {0}";
    add_to_cart "Add to cart" "Ajouter au panier";
    added "{0} is in your cart." "{0} est dans votre panier.";
    cannot_be_bought "This cannot be bought at the moment." "Cet article n’est pas disponible pour le moment.";
    works_with "Coupons for it" "Coupons pour cet article";
    automatic "automatic" "automatique";
    saves "saves {0}" "{0} d’économie";
    use_code "Use" "Utiliser";
    use_code_named "Use the code {0}" "Utiliser le code {0}";
    code_taken "in your cart" "dans votre panier";
    copy "Copy" "Copier";
    copied "Copied" "Copié";
    copy_code_named "Copy the code {0}" "Copier le code {0}";

    // The cart.
    cart_empty "Your cart is empty." "Votre panier est vide.";
    go_shopping "To the shop" "Vers la boutique";
    go_on_shopping "Go on shopping" "Continuer mes achats";
    each "{0} each" "{0} l’unité";
    remove "Remove" "Retirer";
    remove_named "Remove {0}" "Retirer {0}";
    update_cart "Update the cart" "Mettre à jour le panier";
    no_quantity "Write quantities as whole numbers." "Indiquez les quantités en nombres entiers.";
    line_gone "Something is not sold any more and left your cart." "Un article n’est plus vendu et a quitté votre panier.";
    gift "Free gift" "Cadeau";
    summary "Summary" "Récapitulatif";
    to_checkout "Go to checkout" "Passer la commande";
    coupons "Coupons" "Coupons";
    have_a_code "Have a code?" "Vous avez un code ?";
    codes_label "Coupon codes" "Codes de réduction";
    codes_hint "Several codes: part them by a comma or a space." "Plusieurs codes : séparez-les par une virgule ou une espace.";
    apply "Apply" "Appliquer";
    too_many_codes "Too many codes that are not valid were tried. Wait a minute, then type the one you were given." "Trop de codes non valides ont été essayés. Patientez une minute, puis saisissez celui que vous avez reçu.";
    no_code_typed "Type a code first." "Saisissez d’abord un code.";
    from_your_wallet "From your wallet" "Depuis mes coupons";
    from_wallet "Coupon of your wallet" "Coupon de votre compte";
    use_it "Use" "Utiliser";
    take_off "Take off" "Retirer";
    take_off_named "Take off {0}" "Retirer {0}";
    use_coupon_named "Use {0}" "Utiliser {0}";
    use_instead "Use this one instead: total {0}" "Utiliser celui-ci à la place : total {0}";
    restore_automatic "Put the automatic discounts back" "Rétablir les remises automatiques";
    enter_address "Enter the address" "Indiquer l’adresse";
    choose_shipping "Choose shipping" "Choisir la livraison";
    choose_payment "Choose payment" "Choisir le paiement";
    may_come_back "Somebody may be paying with the last one just now: it may come back in some minutes. You can go on without it." "Quelqu’un paie peut-être avec le dernier : il peut revenir dans quelques minutes. Vous pouvez continuer sans lui.";
    subtotal "Goods" "Articles";
    setup_fees "Set-up fees" "Frais d’installation";
    shipping "Shipping" "Livraison";
    on_shipping "in the price of shipping below" "dans le prix de la livraison ci-dessous";
    fees "Fees" "Frais";
    tax "Tax" "Taxe";
    of_which_tax "Of which tax: {0}" "Dont taxe : {0}";
    balance_used "Paid with a balance" "Payé avec un solde";
    total "Total" "Total";
    you_save "You save {0}" "Vous économisez {0}";

    // Links with a code.
    link_applied "The code {0} is applied to your cart: {1}." "Le code {0} est appliqué à votre panier : {1}.";
    link_waits "The code {0} is noted. It is applied to your cart as soon as it fits." "Le code {0} est noté. Il s’applique à votre panier dès qu’il convient.";
    link_waits_because "The code {0} is noted and waits: {1}" "Le code {0} est noté et attend : {1}";
    link_refused "The code {0} cannot be used: {1}" "Le code {0} ne peut pas être utilisé : {1}";

    // The checkout.
    checkout "Checkout" "Commande";
    address "Address" "Adresse";
    your_name "Name" "Nom";
    email "E-mail" "E-mail";
    street "Street and number" "Rue et numéro";
    postcode "Postcode" "Code postal";
    city "City" "Ville";
    country "Country" "Pays";
    choose "Choose" "Choisir";
    payment "Payment" "Paiement";
    pay_card "Card" "Carte";
    pay_card_note "a demo: no card is asked for" "une démonstration : aucune carte n’est demandée";
    pay_transfer "Bank transfer" "Virement";
    pay_transfer_note "paid later" "payé plus tard";
    pay_cash "On delivery" "À la livraison";
    pay_cash_note "paid at the door" "payé à la porte";
    update_total "Update the total" "Mettre à jour le total";
    your_order "Your order" "Votre commande";
    held_until "Your discounts are kept for you until {0}." "Vos remises vous sont réservées jusqu’à {0}.";
    place_order "Place the order: {0}" "Commander : {0}";
    no_real_payment "No money moves in this demo." "Aucun paiement réel dans cette démonstration.";
    back_to_cart "Back to the cart" "Retour au panier";
    fields_missing "Some fields need you. Nothing was ordered." "Certains champs sont à compléter. Rien n’a été commandé.";
    fault_name "Write your name." "Indiquez votre nom.";
    fault_email "Write an e-mail address such as ana@shop.example." "Indiquez une adresse e-mail, par exemple ana@shop.example.";
    fault_street "Write street and number." "Indiquez la rue et le numéro.";
    fault_postcode "Write the postcode." "Indiquez le code postal.";
    fault_city "Write the city." "Indiquez la ville.";
    fault_country "Choose a country." "Choisissez un pays.";
    total_changed "The price changed before your order was placed. Nothing was ordered: look at the new total, and place it if you agree." "Le prix a changé avant votre commande. Rien n’a été commandé : vérifiez le nouveau total et confirmez s’il vous convient.";
    lost_since "No longer part of your order: {0}. It costs {1} now instead of {2}. You can go on without it." "Ne fait plus partie de votre commande : {0}. Elle coûte {1} au lieu de {2}. Vous pouvez continuer sans cela.";
    placed_before "Order {0} was placed: its confirmation had not reached you. What you changed since begins a new order." "La commande {0} est bien passée : sa confirmation ne vous était pas parvenue. Ce que vous avez modifié depuis ouvre une nouvelle commande.";
    placed_and_left "Order {0} was placed: its confirmation had not come before. What it bought is no longer in the cart." "La commande {0} est bien passée : sa confirmation n’était pas encore arrivée. Ce qu’elle contenait n’est plus dans le panier.";
    thanks "Thank you! Your order is placed." "Merci ! Votre commande est passée.";

    // An order.
    order_named "Order {0}" "Commande {0}";
    product "Product" "Produit";
    amount "Amount" "Montant";
    see_mail "The confirmation mail" "L’e-mail de confirmation";
    state_placed "Placed" "Passée";
    state_cancelled "Cancelled" "Annulée";
    state_refunded "Refunded" "Remboursée";
    state_partially_refunded "Partly refunded" "Remboursée en partie";
    units_returned "({0} sent back)" "({0} retournés)";
    send_back "Send something back" "Retourner un article";
    return_reason "Why (if you like)" "Pourquoi (facultatif)";
    ask_refund "Ask for a refund" "Demander un remboursement";
    send_all_back "Send everything back" "Tout retourner";
    no_reason_given "sent back without a reason" "retour sans motif";
    nothing_chosen "Choose how many units you send back." "Choisissez combien d’unités vous retournez.";
    paid_back "Paid back: {0}" "Remboursé : {0}";
    refund_refused "This cannot be sent back, or not so much of it." "Ceci ne peut pas être retourné, ou pas autant.";

    // The mail.
    mail "Confirmation mail" "E-mail de confirmation";
    mail_words "The text of the mail as it would be sent for" "Le texte de l’e-mail tel qu’il serait envoyé pour :";
    mail_to "To" "À";
    mail_subject_label "Subject" "Objet";
    mail_nobody "(no address)" "(sans adresse)";
    mail_subject "{0}: your order {1}" "{0} : votre commande {1}";
    mail_greeting "Hello {0}," "Bonjour {0},";
    mail_greeting_nobody "Hello," "Bonjour,";
    mail_thanks "Thank you for your order at {0}. Order {1}, {2}." "Merci pour votre commande chez {0}. Commande {1}, {2}.";
    mail_sign_off "Your team of {0}" "L’équipe {0}";

    // The account.
    sign_in_words "This is a demo: choose who you are. There is no password." "Ceci est une démonstration : choisissez qui vous êtes, sans mot de passe.";
    sign_out "Sign out" "Se déconnecter";
    signed_out "You are signed out." "Vous êtes déconnecté.";
    hello "Hello {0}!" "Bonjour {0} !";
    nobody_known "Choose one of the names." "Choisissez l’un des noms.";
    orders "Orders" "Commandes";
    no_orders "No orders yet." "Aucune commande pour l’instant.";
    available_count "{0} available" "{0} disponibles";

    // The wallet.
    tab_available "Available" "Disponibles";
    tab_used "Used" "Utilisés";
    tab_expired "Expired" "Expirés";
    add_code_label "Add a code to your wallet" "Ajouter un code à vos coupons";
    add_code "Add" "Ajouter";
    in_wallet "In your wallet: {0}" "Dans vos coupons : {0}";
    code_unknown "We do not know this code. Check its spelling." "Nous ne connaissons pas ce code. Vérifiez l’orthographe.";
    already_claimed "You have this one already." "Vous avez déjà celui-ci.";
    claims_exhausted "All of them are claimed." "Ils ont tous été pris.";
    claim_limit_reached "You have as many of these as one customer may." "Vous en avez autant qu’un client peut en avoir.";
    not_eligible "This coupon is not for you at the moment." "Ce coupon n’est pas pour vous pour le moment.";
    not_in_wallet "This coupon is not in your wallet any more." "Ce coupon n’est plus dans votre compte.";
    claim_waits "{0} is used in your cart as soon as it fits." "{0} s’applique à votre panier dès qu’il convient.";
    wallet_empty "No coupons yet." "Aucun coupon pour l’instant.";
    see_claimable "See which ones you can claim" "Voir ceux que vous pouvez prendre";
    none_used "No coupon used yet." "Aucun coupon utilisé.";
    none_expired "No coupon expired." "Aucun coupon expiré.";
    wallet_sign_in "Sign in to see your coupons." "Connectez-vous pour voir vos coupons.";
    conditions "Conditions" "Conditions";
    use_now "Use now" "Utiliser";
    use_now_named "Use now: {0}" "Utiliser : {0}";
    in_your_cart "chosen for your cart" "choisi pour votre panier";
    new_coupon "new" "nouveau";
    at_the_counter "At the counter" "En caisse";
    counter_words "Show this where you pay." "Présentez ceci en caisse.";
    counter_picture "QR code of {0}" "Code QR de {0}";
    ticket_held "kept for an order that is being placed" "réservé pour une commande en cours";
    ticket_used "used" "utilisé";
    ticket_expired "expired on {0}" "expiré le {0}";
    ticket_early "from {0} on" "à partir du {0}";
    less_than_an_hour_left "Less than an hour left" "Moins d’une heure";
    one_hour_left "1 hour left" "Encore 1 heure";
    hours_left "{0} hours left" "Encore {0} heures";
    one_day_left "1 day left" "Encore 1 jour";
    days_left "{0} days left" "Encore {0} jours";
    value_free_shipping "Free shipping" "Livraison offerte";
    value_gift "Gift" "Cadeau";
    value_tiered "Up to" "Paliers";
    value_other "Coupon" "Coupon";
    claimable_title "Coupons you can claim" "Coupons à prendre";
    claim "Claim" "Prendre";
    claim_named "Claim {0}" "Prendre {0}";
    claimed "Claimed" "Déjà pris";
    sold_out_claim "All gone" "Épuisé";
    claims_left "{0} left" "plus que {0}";
    sign_in_to_claim "Sign in to claim" "Se connecter pour le prendre";

    // What goes wrong.
    not_there "There is no such page" "Cette page n’existe pas";
    not_there_words "It may have moved, or the link has a slip." "Elle a peut-être été déplacée, ou le lien contient une erreur.";
    not_now "Not possible just now" "Impossible pour l’instant";
    try_again "That did not get through. Nothing was charged; please try again in a moment." "Cela n’a pas abouti. Rien n’a été débité ; réessayez dans un instant.";
    not_possible "That is not possible. Nothing was changed." "Ce n’est pas possible. Rien n’a été modifié.";
    too_many_holds "Too many checkouts are open for this. Try again in some minutes." "Trop de commandes sont ouvertes. Réessayez dans quelques minutes.";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that are the same in both languages, or the other way round.
    const SAME: [&str; 10] = [
        "other_language",
        "other_tag",
        "pages",
        "coupons",
        "total",
        "email",
        "conditions",
        "value_other",
        "tax_note",
        "search",
    ];

    #[test]
    fn every_word_is_there_in_both_languages() {
        for (name, english, french) in ALL {
            assert!(!english.is_empty() && !french.is_empty(), "{name}");
            assert!(english != french || SAME.contains(name), "{name} is not translated");
            for value in ["{0}", "{1}", "{2}", "{3}"] {
                assert_eq!(english.contains(value), french.contains(value), "{name} {value}");
            }
        }
        assert_eq!((EN.months.split(' ').count(), FR.months.split(' ').count()), (12, 12));
    }

    #[test]
    fn words_are_filled() {
        assert_eq!(fill("{0} of {1}, {0}", &["a", "{1}"]), "a of {1}, a");
        assert_eq!(fill("none", &["a"]), "none");
    }

    #[test]
    fn the_language_is_the_one_asked_for() {
        let preferred =
            |header: &str| Language::preferred(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]));
        assert_eq!(preferred("fr-FR,fr;q=0.9,en;q=0.8"), Language::French);
        assert_eq!(preferred("de, en;q=0.4, fr;q=0.7"), Language::French);
        assert_eq!(preferred("fr;q=0, en;q=0.1"), Language::English);
        assert_eq!(preferred("*"), Language::English);
    }
}
