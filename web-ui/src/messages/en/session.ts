export const session = {
  title: "Sign in",
  to: (site: string) => `Sign in to ${site}`,
  with: (directory: string) => `Sign in with ${directory}`,
  or: "or with an account of this site",
  username: "User name",
  password: "Password",
  submit: "Sign in",
  ended: "Your session has ended. Sign in to go on where you were.",
  signedOut: "You are signed out.",
  waiting:
    "This site has no administrator yet. Open the set-up link that the server printed when it started.",
};

export const setup = {
  title: "Set up Keyfold",
  lead: "Make the first administrator. This link works once.",
  name: "Your name",
  email: "E-mail address",
  username: "User name",
  password: "Password",
  passwordHelp: "At least 12 characters. A few words in a row are easy to remember.",
  submit: "Make the administrator and sign in",
  usedTitle: "This link has been used",
  used: "The site has its administrator. Sign in, or ask them for an account.",
};
