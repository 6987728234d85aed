//! Prices every fixture with the compiled module and with the native engine, and compares the bytes.
//!
//! `cargo x wasm` builds the module and runs this on it: `same_bytes <module.wasm>`. The module runs in a WebAssembly
//! interpreter from the Rust registry, so that the proof needs nothing else on the machine.

#![allow(clippy::print_stdout, reason = "a program that reports")]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tessera_engine_wasm::price_unsaved;
use wasmi::{Engine, Instance, Linker, Memory, Module, Store, TypedFunc};

/// The vectors of other shops; their number only grows.
const VECTORS: usize = 467;

/// The compiled module with its exports.
struct Tessera {
    store: Store<()>,
    memory: Memory,
    input: TypedFunc<u32, u32>,
    price: TypedFunc<(), u32>,
    output: TypedFunc<(), u32>,
    output_length: TypedFunc<(), u32>,
}

impl Tessera {
    /// An instance of these bytes. The module imports nothing, so that there is nothing to hand to it.
    fn new(bytes: &[u8]) -> Result<Self> {
        let engine = Engine::default();
        let module = Module::new(&engine, bytes)?;
        ensure!(module.imports().len() == 0, "the module imports something; a page could not load it as it is");
        let mut store = Store::new(&engine, ());
        let instance: Instance = Linker::new(&engine).instantiate_and_start(&mut store, &module)?;
        Ok(Self {
            memory: instance.get_memory(&store, "memory").context("the module exports no memory")?,
            input: instance.get_typed_func(&store, "tessera_input")?,
            price: instance.get_typed_func(&store, "tessera_price")?,
            output: instance.get_typed_func(&store, "tessera_output")?,
            output_length: instance.get_typed_func(&store, "tessera_output_length")?,
            store,
        })
    }

    /// Prices a body as [`price_unsaved`] does.
    fn price(&mut self, body: &[u8]) -> Result<Result<Vec<u8>, Vec<u8>>> {
        let pointer = self.input.call(&mut self.store, u32::try_from(body.len())?)?;
        self.memory.write(&mut self.store, usize::try_from(pointer)?, body)?;
        let status = self.price.call(&mut self.store, ())?;
        let pointer = self.output.call(&mut self.store, ())?;
        let length = self.output_length.call(&mut self.store, ())?;
        let mut answer = vec![0; usize::try_from(length)?];
        self.memory.read(&self.store, usize::try_from(pointer)?, &mut answer)?;
        Ok(if status == 0 { Ok(answer) } else { Err(answer) })
    }
}

/// A body and the name it is reported by.
struct Case {
    name: String,
    body: Vec<u8>,
}

/// The requests of every vector in this folder of `fixtures`.
fn vectors(folder: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for file in files(folder)? {
        let vectors: Vec<Value> = serde_json::from_slice(&std::fs::read(&file)?)
            .with_context(|| format!("{} is no list of vectors", file.display()))?;
        cases.extend(
            vectors.iter().map(|vector| Case {
                name: vector["id"].to_string(),
                body: vector["request"].to_string().into_bytes(),
            }),
        );
    }
    Ok(cases)
}

/// The same requests with `explain`, which writes the most text, and cut in the middle, which makes faults.
fn variations(cases: &[Case]) -> Result<Vec<Case>> {
    let mut varied = Vec::new();
    for Case { name, body } in cases {
        let mut explained: Value = serde_json::from_slice(body)?;
        explained["explain"] = true.into();
        varied.push(Case { name: format!("{name} explained"), body: explained.to_string().into_bytes() });
        varied.push(Case { name: format!("{name} cut"), body: body[..body.len() / 2].to_vec() });
    }
    Ok(varied)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    Ok(files)
}

/// Compares them all; a difference ends it.
fn compare(tessera: &mut Tessera, cases: &[Case]) -> Result<()> {
    for Case { name, body } in cases {
        let compiled = tessera.price(body).with_context(|| format!("{name}: the module stopped"))?;
        let native = price_unsaved(body);
        if compiled != native {
            let text = |answer: &Result<Vec<u8>, Vec<u8>>| match answer {
                Ok(quote) => format!("quote {}", String::from_utf8_lossy(quote)),
                Err(faults) => format!("faults {}", String::from_utf8_lossy(faults)),
            };
            bail!("{name}: other bytes.\nwasm:   {}\nnative: {}", text(&compiled), text(&native));
        }
    }
    Ok(())
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("which module? `cargo x wasm` builds it and names it")?;
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {path}"))?;
    let mut tessera = Tessera::new(&bytes)?;
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let peers = vectors(&fixtures.join("vectors"))?;
    let own = vectors(&fixtures.join("own"))?;
    ensure!(peers.len() >= VECTORS, "there are {} vectors, there were {VECTORS}", peers.len());
    ensure!(!own.is_empty(), "fixtures/own is empty");
    for cases in [&peers, &own] {
        for Case { name, body } in cases {
            ensure!(price_unsaved(body).is_ok(), "{name} is no request that can be priced");
        }
        compare(&mut tessera, cases)?;
    }
    let varied = variations(&peers)?;
    compare(&mut tessera, &varied)?;
    println!(
        "wasm: the same bytes for {} vectors, {} fixtures of our own and {} variations (explained, cut); module of {} bytes",
        peers.len(),
        own.len(),
        varied.len(),
        bytes.len()
    );
    Ok(())
}
