//! Two people at one coupon.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;

#[test]
fn who_saves_second_sees_what_the_first_changed_and_loses_nothing() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let id = shop.make_coupon("Spring", "SPRING", &json!({}));
    let (mut ana, mut ben) = (shop.owner(&chromium), shop.owner(&chromium));
    for one in [&mut ana, &mut ben] {
        one.go(&format!("/admin/coupons/{id}/edit"));
    }
    ana.fill("Percent off", "30");
    ana.click_on("Save");
    ana.see("Your changes are saved.");
    ben.fill("Name", "Spring for all");
    ben.expect("status of 412");
    ben.click_on("Save");
    ben.see("Somebody changed this coupon while you were writing");
    assert_eq!(ben.string("document.getElementById('name').value"), "Spring for all", "nothing typed is lost");
    assert_eq!(shop.coupon("SPRING")["name"], "Spring", "nothing is done before it is said");
    ben.click_on("Save mine over it");
    ben.see("Your changes are saved.");
    let now = shop.coupon("SPRING");
    assert_eq!((&now["name"], &now["version"]), (&json!("Spring for all"), &json!(3)));

    // A row acts on what it shows.
    ana.go("/admin/coupons");
    ben.go("/admin/coupons");
    ana.click_on("Actions for Spring for all");
    ana.click_in("SPRING", "Pause");
    ana.see("The coupon is paused.");
    ben.expect("status of 412");
    ben.click_on("Actions for Spring for all");
    ben.click_in("SPRING", "Archive");
    ben.see("Somebody else was faster.");
    assert_eq!(shop.coupon("SPRING")["state"], "paused");
}
