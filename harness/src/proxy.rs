//! A TCP proxy that breaks connections on demand: between clients and a node, and between a node and the database.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What happens to bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They pass.
    Pass,
    /// Each piece waits this long.
    Delay(Duration),
    /// Connections are closed, new ones at once.
    Cut,
    /// Nothing passes in either direction, and nothing is closed.
    Stall,
    /// Half open: requests pass, answers do not.
    HalfOpen,
    /// After this many bytes of answers the connection is closed: the request took effect and nobody is told.
    Swallow(usize),
    /// The answer to the first message with `COMMIT` never comes, the connection closes: for the database's protocol.
    SwallowAfterCommit,
}

/// A proxy on a loopback port. Dropping it ends all its connections.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    mode: watch::Sender<Mode>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Listens on a free port and passes on to this address.
    ///
    /// # Errors
    /// There is no free port.
    pub async fn start(target: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (mode, modes) = watch::channel(Mode::Pass);
        let accepting = tokio::spawn(accept(listener, target, modes));
        Ok(Self { address, mode, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes what happens, to open connections too.
    pub fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, target: SocketAddr, modes: watch::Receiver<Mode>) {
    // Aborting this task drops the set and with it every connection.
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((client, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let modes = modes.clone();
        connections.spawn(async move {
            // An error is the end of a connection, which is all that a proxy can tell either side.
            let _ = carry(client, target, modes).await;
        });
    }
}

async fn carry(mut client: TcpStream, target: SocketAddr, mut modes: watch::Receiver<Mode>) -> std::io::Result<()> {
    if *modes.borrow() == Mode::Cut {
        return Ok(());
    }
    let mut server = TcpStream::connect(target).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut up, mut down) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    let (mut answered, mut committed) = (0, false);
    loop {
        let mode = *modes.borrow_and_update();
        let is_stalled = mode == Mode::Stall;
        tokio::select! {
            changed = modes.changed() => {
                if changed.is_err() || *modes.borrow() == Mode::Cut {
                    return Ok(());
                }
                answered = 0;
                committed = false;
            }
            read = client.read(&mut up), if !is_stalled => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                pause(mode).await;
                committed |= mode == Mode::SwallowAfterCommit && holds(&up[..count], b"COMMIT");
                server.write_all(&up[..count]).await?;
            }
            read = server.read(&mut down), if !is_stalled => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                let passing = match mode {
                    Mode::HalfOpen => continue,
                    Mode::Swallow(after) => count.min(after.saturating_sub(answered)),
                    Mode::SwallowAfterCommit if committed => 0,
                    _ => count,
                };
                pause(mode).await;
                client.write_all(&down[..passing]).await?;
                if passing < count {
                    return Ok(());
                }
                answered += count;
            }
        }
    }
}

async fn pause(mode: Mode) {
    if let Mode::Delay(time) = mode {
        tokio::time::sleep(time).await;
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}
