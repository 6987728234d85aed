use super::*;

fn fault(source: &str) -> Fault {
    Expression::parse(source).expect_err(source)
}

#[test]
fn good_ones_are_read() {
    for source in [
        "subtotal >= 5000 && \"vip\" in customer.segments",
        "customer.country == 'FR' || customer.country == \"BE\"",
        "lines.exists(l, l.quantity >= 3 && 'shoes' in l.categories)",
        "lines.all(l, l.unit_price > 100) && quantity % 2 == 0",
        "lines.filter(l, l.brand == 'acme').size() >= 2",
        "lines.map(l, l.product_id).exists(p, p.startsWith('gift-'))",
        "lines.exists_one(l, 'x' in l.tags) && !has(customer.region)",
        "has(customer.attributes.tier) && customer.attributes.tier == 'gold'",
        "customer.attributes['tier'] == 'gold'",
        "lines[0].sku == 'a' // a note (((((((((( 'in it'",
        "customer.orders_count > 3 ? subtotal > 100 : subtotal > 200",
        "size(customer.segments) > 0",
        "context.channel in ['web', 'app']",
        "-1 < 0",
        "size(lines) + 1 > 2",
    ] {
        assert!(Expression::parse(source).is_ok(), "{source}: {}", fault(source));
    }
}

#[test]
fn what_is_refused_is_pointed_at() {
    for (source, at, words) in [
        ("subtotal > 10.5", 12, "fractions"),
        ("subtotal > .5", 12, "fractions"),
        ("subtotal > 1e3", 12, "fractions"),
        ("subtotal > 0 && customer.email.matches('a+')", 32, "regular expressions"),
        ("timestamp('2026-01-01T00:00:00Z') < now()", 1, "no clock"),
        ("customer.id == 'é' && duration('1h') > duration('2h')", 23, "no clock"),
        ("double(subtotal) > 1", 1, "fractions"),
        ("lenght(lines) > 1", 1, "there is no function `lenght`"),
        ("subtotl > 1", 1, "did you mean `subtotal`?"),
        ("true && customer.contry == 'FR'", 18, "did you mean `country`?"),
        ("{'a': 1}.a == 1", 1, "cannot be made"),
        ("'''a''' == 'a'", 1, "not in three"),
        ("r'a' == 'a'", 1, "without a prefix"),
        ("customer.id == 'a", 16, "not closed"),
        ("subtotal", 1, "true or false"),
        ("null == 1", 1, "nothing is null"),
        ("lines == lines", 7, "cannot be used on this"),
        ("customer.exists(c, c == 'id')", 17, "only a list"),
        ("1 + ", 5, "yntax"),
        ("((((((((1)))))))) == 1", 0, ""),
        ("(((((((((1))))))))) == 1", 9, "more than 8 brackets"),
    ] {
        if at == 0 {
            assert!(Expression::parse(source).is_ok(), "{source}");
            continue;
        }
        let fault = fault(source);
        assert!(fault.detail.contains(words), "{source}: {fault}");
        assert_eq!(fault.at, Some(at), "{source}: {fault}");
    }
}

/// The worst that the guards let through, and the worst they stop, on the stack of a test thread, which is that of
/// the threads that serve.
#[test]
fn nothing_at_or_beyond_the_bounds_breaks_the_stack() {
    let times = |part: &str, count: usize| part.repeat(count);
    let good = [
        format!("{}1{} == 1", times("(", 8), times(")", 8)),
        format!("{}lines[0].quantity{} == 1", times("(1 + -", 7), times(")", 7)),
        format!("{}true", times("true ? true : ", 8)),
        format!("{}true", times("!", 1_000)),
        format!("true{}", times(" || true", 240)),
        format!("1{} > 1", times("+1", 28)),
        "lines.exists(a, lines.exists(b, lines.exists(c, a.id == c.id)))".to_owned(),
    ];
    for source in good {
        let read = Expression::parse(&source);
        assert!(read.is_ok(), "{source}: {}", fault(&source));
        let mut context = Context::default();
        context.add_variable_from_value("lines", Vec::<CelValue>::new());
        let _ = CelValue::resolve(&read.unwrap().parsed.tree, &context);
    }
    for source in [
        times("(", 2_000),
        times("[", 2_000),
        format!("1{}", times("+1", 999)),
        format!("1{}", times("<1", 999)),
        format!("1{}", times(" in 1", 399)),
        format!("customer{}", times(".a", 990)),
        format!("''{}", times(".size()", 280)),
        format!("{}true", times("true ? true : ", 140)),
        format!("{}lines{}", times("lines.map(l, ", 9), times(")", 9)),
        format!("{}1 == 1", times("-", 1_990)),
        format!("lines[0]{}", times("[0]", 600)),
    ] {
        assert!(source.chars().count() <= LENGTH);
        let _ = Expression::parse(&source);
    }
}

#[test]
fn the_cost_grows_with_what_is_walked_over() {
    let steps = |source: &str, lines, names| Expression::parse(source).unwrap().parsed.checked.steps(lines, names);
    let one = "lines.exists(l, l.quantity > 3)";
    assert!(steps(one, 1_000, 1) < 20_000, "{}", steps(one, 1_000, 1));
    let two = "lines.exists(l, lines.exists(m, l.brand == m.brand))";
    assert!(steps(two, 1_000, 1) > STEPS, "a thousand times a thousand");
    assert!(steps(two, 30, 1) < STEPS);
    let names = "lines.exists(l, l.categories.exists(c, c == 'a'))";
    assert!(steps(names, 100, 1_000) > STEPS && steps(names, 100, 10) < STEPS);
    let deep = "lines.map(l, l.sku).exists(s, s in lines.map(l, l.sku))";
    assert!(steps(deep, 1_000, 1) > STEPS);
}

#[test]
fn an_expression_is_shared_and_sent() {
    fn is_sent<T: Send + Sync>() {}
    is_sent::<Expression>();
}
