//! The command line: one file a command.

mod access;
mod audit;
mod config;
mod demo;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::config::{Config, Overrides, Raw};

/// File exchange that the company directory governs.
#[derive(Debug, Parser)]
#[command(name = "keyfold", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve: web, REST, SCIM, SAML, SFTP and FTP
    Serve(serve::Serve),
    /// Serve with a stand-in company directory, sample people and folders, and a five-minute tour
    Demo(demo::Demo),
    /// Show or check the configuration
    #[command(subcommand)]
    Config(config::Config),
    /// Say who reaches a folder, and why
    #[command(subcommand)]
    Access(access::Access),
    /// Verify or export the audit log
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Print the completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Args)]
struct Settings {
    /// The configuration file
    #[arg(long, env = "KEYFOLD_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder that holds everything
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

impl Settings {
    fn raw(&self) -> Result<Raw> {
        let environment = std::env::vars().filter(|(name, _)| name != "KEYFOLD_CONFIG").collect();
        Ok(Raw::read(self.config.as_deref(), &environment)?)
    }

    fn resolve(&self, port_base: Option<u16>) -> Result<Config> {
        Ok(Config::resolve(self.raw()?, Overrides { data: self.data.clone(), port_base })?)
    }
}

/// Runs the command that the arguments name. An error is printed with its causes; the exit code is 1 for one and 2 for
/// arguments that can't be understood.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("keyfold: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> Result<()> {
    match command {
        Command::Config(command) => command.run(),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "keyfold", &mut std::io::stdout());
            Ok(())
        }
        Command::Serve(command) => block_on(command.run()),
        Command::Demo(command) => block_on(command.run()),
        Command::Access(command) => block_on(command.run()),
        Command::Audit(command) => block_on(command.run()),
    }
}

fn block_on(act: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the asynchronous runtime can't be started")?
        .block_on(act)
}

/// Resolves when the process is asked to end: Ctrl-C, or a service manager's SIGTERM.
async fn asked_to_end() -> Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed?,
        _ = terminate.recv() => {}
    }
    Ok(())
}
