//! CPU time of a whole process tree, by control group: `/proc/PID/stat` loses children that are reaped elsewhere.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result};

/// A control group of our own with one process tree in it.
pub struct ProcessGroup {
    folder: PathBuf,
    child: Child,
}

impl ProcessGroup {
    /// Starts the command in a new group.
    pub fn start(name: &str, command: &[&str]) -> Result<Self> {
        let root = [Path::new("/sys/fs/cgroup/cpuacct"), Path::new("/sys/fs/cgroup")]
            .into_iter()
            .find(|root| root.join("cgroup.procs").exists())
            .context("no control groups: run as root where /sys/fs/cgroup is mounted")?;
        let folder = root.join(format!("keyfold-bench-{name}-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("{} can't be made: run as root", folder.display()))?;
        let child = Command::new("sh")
            .args(["-c", "echo $$ > \"$0\"; exec \"$@\""])
            .arg(folder.join("cgroup.procs"))
            .args(command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} can't be started", command[0]))?;
        Ok(Self { folder, child })
    }

    /// User and system time that the tree has used so far.
    pub fn cpu(&self) -> Result<Duration> {
        if let Ok(nanoseconds) = fs::read_to_string(self.folder.join("cpuacct.usage")) {
            return Ok(Duration::from_nanos(nanoseconds.trim().parse()?));
        }
        let stat = fs::read_to_string(self.folder.join("cpu.stat"))?;
        let usage = stat.lines().find_map(|line| line.strip_prefix("usage_usec ")).context("no usage_usec")?;
        Ok(Duration::from_micros(usage.parse()?))
    }

    /// Resident memory of every process in the group, in MiB.
    pub fn resident_mib(&self) -> Result<f64> {
        let mut total = 0;
        for pid in fs::read_to_string(self.folder.join("cgroup.procs"))?.lines() {
            let Ok(status) = fs::read_to_string(format!("/proc/{pid}/status")) else { continue };
            let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            total += resident.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u32>().ok()).unwrap_or(0);
        }
        Ok(f64::from(total) / 1024.0)
    }

    /// Proportional memory of every process in the group, in KiB.
    pub fn memory_kib(&self) -> Result<u64> {
        let mut total = 0;
        for pid in fs::read_to_string(self.folder.join("cgroup.procs"))?.lines() {
            let Ok(rollup) = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")) else { continue };
            let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
            total += pss.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0);
        }
        Ok(total)
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        for pid in fs::read_to_string(self.folder.join("cgroup.procs")).unwrap_or_default().lines() {
            drop(Command::new("kill").arg(pid).status());
        }
        drop(self.child.wait());
        drop(fs::remove_dir(&self.folder));
    }
}
