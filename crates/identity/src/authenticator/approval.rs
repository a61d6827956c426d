//! By the person's word in a browser.

use super::{Authenticator, Claim, arrival::Arrival};
use crate::{
    ApprovalRequest, Denial, Origin, Session,
    session::{Credential, SecondProof},
};

impl Authenticator {
    /// Whether people can let a sign-in in from a browser here.
    ///
    /// # Errors
    /// The database fails.
    pub async fn offers_approval(&self) -> Result<bool, Denial> {
        Ok(self.approvals.are_offered().await?)
    }

    /// Begins to wait for the person's word. Unknown names are asked the same, and wait in vain.
    ///
    /// # Errors
    /// The database fails.
    pub async fn ask_approval(&self, login: &str, origin: &Origin) -> Result<ApprovalRequest, Denial> {
        let user = self.user_of_login(login).await?;
        Ok(self.approvals.ask(login, user, origin).await?)
    }

    /// Waits for the person's word, and signs in by it.
    ///
    /// # Errors
    /// Why not: [`Denial::NotApproved`] says how waiting ended.
    pub async fn approved(&self, request: &ApprovalRequest, origin: Origin) -> Result<Session, Denial> {
        let ended = self.approvals.wait(request).await?;
        let user = self.user_of_login(request.login()).await?;
        match (user, ended) {
            (Some(user), Ok(())) => {
                // The directory asked anew, just now: its word counts as the second factor.
                let second = Some(SecondProof::Directory);
                let arrival = Arrival::of_person(user, Credential::Approval(request.id), origin);
                self.begin(Arrival { second, ..arrival }).await
            }
            (Some(user), Err(end)) => Err(self.refuse(Claim::User(&user), &origin, Denial::NotApproved(end)).await),
            (None, ended) => {
                let denial = ended.err().map_or(Denial::UnknownUser, Denial::NotApproved);
                Err(self.refuse(Claim::Name(request.login()), &origin, denial).await)
            }
        }
    }
}
