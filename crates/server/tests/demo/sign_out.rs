//! Signing out over a connection that carries more of the session that ends: what is open ends, and the answer comes.

use crate::world::World;
use anyhow::{Context, Result};
use futures::StreamExt as _;
use keyfold_server::demo::Cast;
use reqwest::{StatusCode, Version};

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_to_signing_out_comes_over_the_connection_that_a_stream_of_the_session_is_on() -> Result<()> {
    let world = World::start(Cast::Groups).await?;
    let (_, user) = world.add("ann", "Finance").await?;
    let api_key = world.api_key(&user).await?;

    let events = world.http.get(world.url("/api/v1/events")).header("X-FilesAPI-Key", &api_key).send().await?;
    assert_eq!((events.status(), events.version()), (StatusCode::OK, Version::HTTP_2));
    let mut events = events.bytes_stream();
    events.next().await.context("the stream of events says nothing")??;

    // Both go over the one HTTP/2 connection that the client keeps.
    let signed_out = world.http.post(world.url("/api/v1/sign_out")).header("X-FilesAPI-Key", &api_key).send();
    assert_eq!(signed_out.await.context("the connection was reset")?.status(), StatusCode::NO_CONTENT);
    while let Some(Ok(_)) = events.next().await {}
    assert!(world.demo.server().identity().sign_ins.of(user.id).is_empty());
    world.demo.stop().await;
    Ok(())
}
