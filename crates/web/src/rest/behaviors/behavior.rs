//! Folder settings, as the API shows them (Files.com: behaviors). The one that is built is the fence.

use keyfold_model::Fence;
use keyfold_vfs::Fenced;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A setting of a folder.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Behavior {
    /// The folder's id.
    pub id: i64,
    /// The folder.
    pub path: String,
    /// Always `permission_fence`.
    pub behavior: BehaviorName,
    /// What it says.
    pub value: FenceValue,
}

impl From<Fenced> for Behavior {
    fn from(fenced: Fenced) -> Self {
        Self {
            id: fenced.folder.0,
            path: fenced.path.as_str().to_owned(),
            behavior: BehaviorName::PermissionFence,
            value: FenceValue { fenced_permissions: fenced.fence.into() },
        }
    }
}

/// Which settings are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BehaviorName {
    /// Stops grants that come from above.
    PermissionFence,
}

/// What a fence stops.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct FenceValue {
    /// Which grants stop here.
    pub fenced_permissions: FencedPermissions,
}

/// Which grants stop at a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FencedPermissions {
    /// Every one; only a site admin passes.
    All,
    /// Every one but those of level Admin.
    AllExceptAdmin,
}

impl From<Fence> for FencedPermissions {
    fn from(fence: Fence) -> Self {
        match fence {
            Fence::All => Self::All,
            Fence::AllExceptAdmin => Self::AllExceptAdmin,
        }
    }
}

impl From<FencedPermissions> for Fence {
    fn from(fenced: FencedPermissions) -> Self {
        match fenced {
            FencedPermissions::All => Self::All,
            FencedPermissions::AllExceptAdmin => Self::AllExceptAdmin,
        }
    }
}

/// A fence to be set.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewBehavior {
    /// The folder.
    pub path: String,
    /// Which setting: `permission_fence`.
    pub behavior: String,
    /// What it says: `all` where nothing is said.
    pub value: Option<FenceValue>,
}

/// What changes of a fence.
#[derive(Debug, Deserialize, ToSchema)]
pub struct BehaviorChange {
    /// What it says.
    pub value: FenceValue,
}

/// Which settings of a folder are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BehaviorQuery {
    /// Those of the folders above it, too.
    pub ancestor_behaviors: Option<bool>,
}
