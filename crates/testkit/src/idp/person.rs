/// Someone in the stand-in directory, with the attributes that JumpCloud sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The e-mail address, which is the NameID too.
    pub email: String,
    /// The given name.
    pub firstname: String,
    /// The family name.
    pub lastname: String,
    /// The directory groups, sent as `memberOf`.
    pub groups: Vec<String>,
}

impl Person {
    /// The attributes as they are sent: a person without groups has no `memberOf`.
    pub fn attributes(&self) -> Vec<(String, Vec<String>)> {
        let mut attributes = vec![
            ("email".to_owned(), vec![self.email.clone()]),
            ("firstname".to_owned(), vec![self.firstname.clone()]),
            ("lastname".to_owned(), vec![self.lastname.clone()]),
        ];
        if !self.groups.is_empty() {
            attributes.push(("memberOf".to_owned(), self.groups.clone()));
        }
        attributes
    }
}
