//! Large files.

use keyfold_model::Level;

use crate::{
    openssh::sftp,
    world::{World, noise},
};

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_mebibytes_go_up_and_come_down_unchanged() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let content = noise(64 * 1024 * 1024, 3);
    std::fs::write(world.local("big.bin"), &content).expect("written");
    sftp(&world, &ann, "put big.bin desk/\nget desk/big.bin back.bin\n").await.ok();
    assert!(world.get("desk/big.bin").await == content, "what was stored is something else");
    assert!(std::fs::read(world.local("back.bin")).expect("downloaded") == content, "what came back is something else");
}
