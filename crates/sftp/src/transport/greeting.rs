//! The first bytes of a connection: names are exchanged, and what the client can encrypt with is looked at before we say what
//! we can.
//!
//! Both sides send what they support as soon as they like (RFC 4253, section 7.1), and the first of the client's ciphers that
//! the server has too is used. A server that lets the client go first can leave out what it would rather not use.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use keyfold_net::BufferedReader;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};

use super::algorithms::{Gcm, IDENTIFICATION};

/// How long we let the client go first: a round trip to the other side of the world. Only clients that wait for us lose it.
const CLIENT_FIRST: Duration = Duration::from_millis(300);

/// SSH_MSG_KEXINIT (RFC 4253, section 12).
const KEXINIT: u8 = 20;
/// What stands before the lists in it: its number and 16 random bytes.
const COOKIE_END: usize = 1 + 16;
/// The packet's length and that of its padding.
const PACKET_HEAD: usize = 4 + 1;
/// Shorter or longer than this it can't be true (RFC 4253, section 6.1).
const PACKET_LENGTHS: std::ops::RangeInclusive<usize> = 64..=35_000;

/// What a client said first.
pub(super) struct Greeting {
    /// What it calls itself: shown to people, never believed.
    pub(super) client: String,
    pub(super) gcm: Gcm,
}

/// Says who we are and hears who the client is. All that it sent stays to be read.
pub(super) async fn greet<S>(stream: &mut BufferedReader<S>) -> io::Result<Greeting>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    stream.write_all(format!("{IDENTIFICATION}\r\n").as_bytes()).await?;
    let end = loop {
        if let Some(end) = stream.buffered().iter().position(|byte| *byte == b'\n') {
            break end + 1;
        }
        if stream.read_ahead().await? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the client did not say who it is"));
        }
    };
    let client = String::from_utf8_lossy(&stream.buffered()[..end]).trim().chars().take(255).collect();
    let gcm = tokio::time::timeout(CLIENT_FIRST, hear_ciphers(stream, end)).await;
    Ok(Greeting { client, gcm: gcm.unwrap_or(Ok(Gcm::NotKnown))? })
}

async fn hear_ciphers<S: AsyncRead + Unpin>(stream: &mut BufferedReader<S>, from: usize) -> io::Result<Gcm> {
    loop {
        if let Some(gcm) = gcm_in(&stream.buffered()[from..]) {
            return Ok(gcm);
        }
        if stream.read_ahead().await? == 0 {
            return Ok(Gcm::NotKnown);
        }
    }
}

/// Whether a client whose first packet this is has AES-GCM for both directions; nothing while too little has come. What is
/// malformed is for the protocol to refuse.
fn gcm_in(bytes: &[u8]) -> Option<Gcm> {
    let length = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
    if !PACKET_LENGTHS.contains(&length) {
        return Some(Gcm::NotKnown);
    }
    let packet = bytes.get(..4 + length)?;
    let payload = &packet[PACKET_HEAD..];
    if payload[0] != KEXINIT {
        return Some(Gcm::NotKnown);
    }
    let mut lists = &payload[COOKIE_END..];
    // Key exchanges, host keys, then ciphers to the server and to the client (RFC 4253, section 7.1).
    let [_, _, to_server, to_client] = std::array::from_fn(|_| name_list(&mut lists));
    let offered = [to_server, to_client].into_iter().all(|list| list.is_some_and(has_gcm));
    Some(if offered { Gcm::Offered } else { Gcm::NotKnown })
}

fn name_list<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (list, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    *bytes = rest;
    Some(list)
}

fn has_gcm(names: &[u8]) -> bool {
    names.split(|byte| *byte == b',').any(|name| matches!(name, b"aes128-gcm@openssh.com" | b"aes256-gcm@openssh.com"))
}

/// A stream on which our identification has been sent: it leaves out the one that russh writes first.
pub(super) struct Greeted<S> {
    inner: BufferedReader<S>,
    left_out: usize,
}

impl<S> Greeted<S> {
    pub(super) fn new(inner: BufferedReader<S>) -> Self {
        Self { inner, left_out: IDENTIFICATION.len() + "\r\n".len() }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Greeted<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Greeted<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.left_out > 0 {
            let out = self.left_out.min(buf.len());
            self.left_out -= out;
            return Poll::Ready(Ok(out));
        }
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kexinit(to_server: &str, to_client: &str) -> Vec<u8> {
        let mut payload = vec![KEXINIT; COOKIE_END];
        for list in ["curve25519-sha256", "ssh-ed25519", to_server, to_client] {
            payload.extend(u32::try_from(list.len()).expect("short").to_be_bytes());
            payload.extend(list.as_bytes());
        }
        payload.extend([0; 40]);
        let mut packet = u32::try_from(payload.len() + 1).expect("short").to_be_bytes().to_vec();
        packet.push(0);
        packet.extend(payload);
        packet
    }

    #[test]
    fn gcm_is_seen_only_where_both_directions_have_it() {
        let (gcm, chacha) = ("chacha20-poly1305@openssh.com,aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com");
        assert_eq!(gcm_in(&kexinit(gcm, gcm)), Some(Gcm::Offered));
        assert_eq!(gcm_in(&kexinit(gcm, chacha)), Some(Gcm::NotKnown));
        assert_eq!(gcm_in(&kexinit("aes128-gcm@openssh.com.example", gcm)), Some(Gcm::NotKnown));
    }

    #[test]
    fn less_than_a_packet_decides_nothing() {
        let packet = kexinit("aes128-gcm@openssh.com", "aes128-gcm@openssh.com");
        for length in 0..packet.len() {
            assert_eq!(gcm_in(&packet[..length]), None, "{length}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_waits_for_us_is_not_kept_waiting() {
        let (mut far, near) = tokio::io::duplex(1024);
        let mut stream = BufferedReader::new(near);
        far.write_all(b"SSH-2.0-waiter\r\n").await.expect("room");
        let greeting = greet(&mut stream).await.expect("greeted");
        assert_eq!((greeting.client.as_str(), greeting.gcm), ("SSH-2.0-waiter", Gcm::NotKnown));
        assert_eq!(stream.buffered(), b"SSH-2.0-waiter\r\n");
    }

    proptest! {
        #[test]
        fn no_first_packet_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), length in 0_u32..400) {
            gcm_in(&bytes);
            gcm_in(&[&length.to_be_bytes()[..], &[0, KEXINIT], &bytes].concat());
        }
    }
}
