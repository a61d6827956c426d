use bytes::Bytes;
use keyfold_sftp::codec::Packet;

/// A packet is read from its bytes or refused; what it holds shares their memory, whatever lengths and counts they claim.
pub fn sftp_packet(bytes: &[u8]) {
    let packet = Bytes::copy_from_slice(bytes);
    match Packet::read(packet.clone()) {
        Ok(read) => assert_eq!(Packet::read(packet), Ok(read)),
        Err(malformed) => assert!(malformed.id.is_none() || bytes.len() >= 5),
    }
}
