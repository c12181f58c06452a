//! How well it is known who signed off, with real signatures: claimed, authored, signed.

use std::fs;
use std::process::Command;

use crate::signoffs::{accept, commit_as, planlint, tides};
use crate::world::{World, succeed};

#[test]
fn the_grade_of_a_signer_is_shown_where_it_matters() {
    let world = tides();
    accept(&world, &["--by", "@wei"]);
    commit_as(&world, "wei", "accepted");
    world.write("data/readings.dvc", "outs:\n- md5: 4567\n");
    world.commit("new readings");
    let shown = |arguments: &[&str]| {
        let output = planlint(&world, &["lint", "--rev", "HEAD"]).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(shown(&[]).contains("(claimed)"), "{}", shown(&[]));
    assert!(shown(&["--history"]).contains("(authored)"), "{}", shown(&["--history"]));
}

/// An acceptance by `@wei`, in a commit by `Wei <wei@example.org>` that is signed with these options, and how
/// planlint grades it.
fn grade_of(world: &World, options: &[&str]) -> String {
    accept(world, &["--by", "@wei"]);
    world.git(&["add", "--all"]);
    let mut git = world.command("git");
    git.env("GIT_AUTHOR_NAME", "Wei").env("GIT_AUTHOR_EMAIL", "wei@example.org");
    succeed(git.args(options).args(["commit", "--quiet", "--message", "accepted"]));
    shown_grade(world)
}

/// The grade in the report on readings that are not those that were accepted.
fn shown_grade(world: &World) -> String {
    world.write("data/readings.dvc", "outs:\n- md5: 4567\n");
    world.commit("new readings");
    let output = planlint(world, &["lint", "--rev", "HEAD", "--history"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let after = text.split("`@wei` on 2025-08-18 (").nth(1).unwrap_or_else(|| panic!("{text}"));
    after.split(')').next().unwrap().to_owned()
}

/// A new ssh key beside the repository, and the line of an allowed-signers file that gives it to somebody.
fn ssh_key(world: &World, name: &str, holder: &str) -> (String, String) {
    let place = world.beside(name).to_str().unwrap().to_owned();
    succeed(world.command("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", &place]));
    let key = fs::read_to_string(format!("{place}.pub")).unwrap();
    (format!("user.signingKey={place}.pub"), format!("{holder} {key}"))
}

#[test]
fn only_a_signature_of_the_signer_that_git_trusts_is_called_signed() {
    let signing = |allowed: fn(&str, &str) -> String, with: usize, is_signed: bool| {
        let world = tides();
        let (wei, wei_line) = ssh_key(&world, "wei", "wei@example.org");
        let (dana, dana_line) = ssh_key(&world, "dana", "dana@example.org");
        let list = world.beside("allowed");
        fs::write(&list, allowed(&wei_line, &dana_line)).unwrap();
        world.git(&["config", "gpg.format", "ssh"]);
        world.git(&["config", "gpg.ssh.allowedSignersFile", list.to_str().unwrap()]);
        let signs = if is_signed { "commit.gpgSign=true" } else { "commit.gpgSign=false" };
        grade_of(&world, &["-c", signs, "-c", [&wei, &dana][with]])
    };
    let both = |wei: &str, dana: &str| format!("{wei}{dana}");
    assert_eq!(signing(both, 0, true), "signed");
    assert_eq!(signing(both, 0, false), "authored", "no signature");
    assert_eq!(signing(both, 1, true), "authored", "somebody else's signature");
    assert_eq!(signing(|_, dana| dana.to_owned(), 0, true), "authored", "a key that nobody vouches for");
    let others = |wei: &str, _: &str| wei.replacen(' ', " namespaces=\"file\" ", 1);
    assert_eq!(signing(others, 0, true), "authored", "a key for other things");
}

#[test]
fn a_signature_of_other_bytes_is_no_signature() {
    let world = tides();
    let (key, line) = ssh_key(&world, "wei", "wei@example.org");
    fs::write(world.beside("allowed"), line).unwrap();
    world.git(&["config", "gpg.format", "ssh"]);
    world.git(&["config", "gpg.ssh.allowedSignersFile", world.beside("allowed").to_str().unwrap()]);
    assert_eq!(grade_of(&world, &["-c", "commit.gpgSign=true", "-c", &key]), "signed");
    world.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let forged = world.git(&["cat-file", "commit", "HEAD"]).replace("accepted", "accepted!") + "\n";
    fs::write(world.beside("forged"), forged).unwrap();
    let place = world.beside("forged");
    let id = world.git(&["hash-object", "-t", "commit", "-w", place.to_str().unwrap()]);
    world.git(&["reset", "--quiet", "--hard", &id]);
    assert_eq!(shown_grade(&world), "authored");
}

#[test]
fn a_gpg_signature_counts_where_gpg_is_there() {
    if Command::new("gpg").arg("--version").output().is_err() {
        return;
    }
    let world = tides();
    // The socket of its agent stands in this folder, and its path must be short.
    let home = tempfile::Builder::new().prefix("gpg").tempdir_in("/tmp").unwrap();
    world.script(
        &world.beside("gpg"),
        &format!("#!/bin/sh\nexec gpg --homedir '{}' \"$@\"\n", home.path().display()),
    );
    let gpg = world.beside("gpg");
    let make = ["--batch", "--quiet", "--passphrase", "", "--quick-gen-key"];
    let made = world.command(&gpg).args(make).args(["Wei <wei@example.org>", "ed25519", "sign"]).output();
    let made = made.unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    world.git(&["config", "gpg.program", gpg.to_str().unwrap()]);
    let key = "user.signingKey=wei@example.org";
    let grade = grade_of(&world, &["-c", "commit.gpgSign=true", "-c", key]);
    let end = world.command("gpgconf").args(["--homedir"]).arg(home.path()).args(["--kill", "all"]).output();
    assert!(end.unwrap().status.success());
    assert_eq!(grade, "signed");
}
