//! Integer ids for every table, from one sequence, taken in blocks so that an id costs no transaction.

use tokio::sync::Mutex;

use crate::{
    Durability, Error, Tx,
    sql::query_scalar,
    statement::statements,
    writer::{Writer, refuse_inside},
};

statements! {
    TAKE_BLOCK = "UPDATE id_sequence SET next_id = next_id + $1 RETURNING next_id";
}

const BLOCK: i64 = 256;

/// An id taken inside the caller's transaction, for what is written seldom and can't be counted before. Every other taker
/// waits for that transaction's end.
pub async fn take(tx: &mut Tx) -> Result<i64, Error> {
    let end: i64 = query_scalar(TAKE_BLOCK).bind(1_i64).fetch_one(tx.connection()).await?;
    Ok(end - 1)
}

#[derive(Debug)]
pub struct Ids {
    writer: Writer,
    block: Mutex<std::ops::Range<i64>>,
}

impl Ids {
    pub fn new(writer: Writer) -> Self {
        Self { writer, block: Mutex::new(0..0) }
    }

    pub async fn next(&self) -> Result<i64, Error> {
        // Not only when the block is used up: what works 255 times of 256 is found too late.
        refuse_inside()?;
        let mut block = self.block.lock().await;
        if let Some(id) = block.next() {
            return Ok(id);
        }
        let end: i64 = self
            .writer
            .run(Durability::Disk, |tx| {
                Box::pin(async move {
                    Ok::<_, Error>(query_scalar(TAKE_BLOCK).bind(BLOCK).fetch_one(tx.connection()).await?)
                })
            })
            .await?;
        *block = end - BLOCK + 1..end;
        Ok(end - BLOCK)
    }
}
