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
    /// The database's word that a commit is done never comes, and the connection closes. It is looked for in what the
    /// server says, so that it does not matter how the client asked: as words or as a prepared statement.
    SwallowCommitted,
    /// The program's `COMMIT` never arrives, and the connection closes: nothing of it stands.
    LoseCommit,
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

/// `CommandComplete` of a COMMIT in PostgreSQL's protocol: its type, its length and its tag.
const COMMITTED: &[u8] = b"C\0\0\0\x0bCOMMIT\0";
/// How a program asks for a commit by itself.
const ASKED: &[u8] = b"COMMIT\0";

/// Looks for [`COMMITTED`] in a stream that comes in pieces.
#[derive(Default)]
struct CommitWatch {
    /// The end of what was seen, too short to hold the whole message.
    tail: Vec<u8>,
}

impl CommitWatch {
    /// How much of this piece lies before the message: all of it without one, nothing when it began in an earlier piece.
    fn bytes_before(&mut self, piece: &[u8]) -> Option<usize> {
        let earlier = self.tail.len();
        self.tail.extend_from_slice(piece);
        let found = self.tail.windows(COMMITTED.len()).position(|window| window == COMMITTED);
        let kept = self.tail.len().min(COMMITTED.len() - 1);
        self.tail.drain(..self.tail.len() - kept);
        found.map(|at| at.saturating_sub(earlier))
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
    let (mut answered, mut commits) = (0, CommitWatch::default());
    loop {
        let mode = *modes.borrow_and_update();
        let is_stalled = mode == Mode::Stall;
        tokio::select! {
            changed = modes.changed() => {
                if changed.is_err() || *modes.borrow() == Mode::Cut {
                    return Ok(());
                }
                answered = 0;
            }
            read = client.read(&mut up), if !is_stalled => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                pause(mode).await;
                if mode == Mode::LoseCommit && up[..count].windows(ASKED.len()).any(|window| window == ASKED) {
                    return Ok(());
                }
                server.write_all(&up[..count]).await?;
            }
            read = server.read(&mut down), if !is_stalled => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                let before_commit = commits.bytes_before(&down[..count]);
                let passing = match mode {
                    Mode::HalfOpen => continue,
                    Mode::Swallow(after) => count.min(after.saturating_sub(answered)),
                    Mode::SwallowCommitted => before_commit.unwrap_or(count),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_seen_whole_and_in_pieces() {
        let mut said = b"row".to_vec();
        said.extend_from_slice(COMMITTED);
        said.extend_from_slice(b"Z\0\0\0\x05I");
        assert_eq!(CommitWatch::default().bytes_before(&said), Some(3));
        for cut in 1..said.len() {
            let mut watch = CommitWatch::default();
            let before = watch.bytes_before(&said[..cut]);
            let after = watch.bytes_before(&said[cut..]);
            let expected = 3_usize.saturating_sub(cut);
            assert!(before == Some(3) || after == Some(expected), "cut at {cut}: {before:?}, {after:?}");
        }
    }

    #[test]
    fn what_only_speaks_of_commits_passes() {
        let mut watch = CommitWatch::default();
        assert_eq!(watch.bytes_before(b"D\0\0\0\x0ccommittedCOMMIT\0"), None);
        assert_eq!(watch.bytes_before(b"C\0\0\0\x0dROLLBACK\0"), None);
    }
}
