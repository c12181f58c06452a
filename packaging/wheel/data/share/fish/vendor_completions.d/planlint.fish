# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_planlint_global_optspecs
    string join \n color= h/help V/version
end

function __fish_planlint_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_planlint_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_planlint_using_subcommand
    set -l cmd (__fish_planlint_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c planlint -n "__fish_planlint_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_needs_command" -s V -l version -d 'Print version'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "lint" -d 'Check the manifests of a snapshot and report what is wrong'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "watch" -d 'Check again whenever something is saved'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "accept" -d 'Add your verdict on a handoff to its sign-off file'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "diff" -d 'Say what changed from one plan to another, and what got weaker'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "explain" -d 'Say what a rule finds, why it matters and what to do'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "rules" -d 'List all rules'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "config" -d 'Say what the configuration and the options come to, and where each value comes from'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "schema" -d 'Print the JSON Schema of a manifest, for editors'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "baseline" -d 'List what is wrong today, so that only what is new counts'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "who" -d 'Say who answers for a path, by the plan and by CODEOWNERS'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "codeowners" -d 'Print or write the lines of CODEOWNERS that the plan implies'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "init" -d 'Write a first manifest from a profile'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "hook" -d 'Check every commit with a git hook'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "man" -d 'Print a manual page'
complete -c planlint -n "__fish_planlint_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l stdin-filename -d 'Where the file belongs that comes from standard input, as an editor has it before it is saved' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l rev -d 'Check a revision: a branch, a tag, a commit' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l against -d 'Judge the change since the newest commit in common with this revision, and let only findings count that are new since then [default: the change since HEAD, except with --rev]' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l each-commit -d 'Check the end of a range of commits, and judge the change that each of them makes' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l message -d 'Judge only what is staged as a change, by the trailers of this message, as in a `commit-msg` hook' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l format -d 'How to report' -r -f -a "human\t'each finding with its lines, its reason and its help, and a summary'
narrated\t'the same in words alone, for screen readers'
concise\t'one line for each finding: `path:line:column: severity[rule] message`'
json\t'one JSON document, as `schemas/report.v1.json` describes it'
jsonl\t'the same in pieces, one JSON object to a line'
sarif\t'SARIF 2.1.0, for code scanning and editors'
github\t'annotations of a step of GitHub Actions, and its job summary'
gitlab\t'a Code Quality report, for merge requests of GitLab'
junit\t'test cases in the XML of JUnit, for build servers'
checkstyle\t'the XML of Checkstyle, for build servers and review tools'
rdjson\t'the diagnostic format of reviewdog, with fixes to take over'
markdown\t'a table for a comment on a pull request'"
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l output -d 'Also report in this format into a file, whole or not at all; into standard output for `-` or without a file. May be given several times' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l deny -d 'The least severe finding that makes the exit code 1; advice never does' -r -f -a "error\t'Errors'
warning\t'Warnings and errors'"
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l max-findings -d 'Show at most so many findings, the most severe ones, and count the rest; `all` shows all [default: 50 for people, all for programs]' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l today -d 'Judge the plan as on this day [default: the day of the revision, else today]' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l fix -d 'Correct the files on disk where that can be done, and report what is left' -r -f -a "safe\t'Those that say only what the plan says already'
unsafe\t'Others as well, which somebody should read before they are committed'"
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l level -d 'Give a rule or a family another level: off, advice, warning, error; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l threshold -d 'Give a threshold another number, as in `large-file=50MB`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l staged -d 'Check what git is about to commit, whatever the files on disk say'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l history -d 'Hold the plan against the commits behind it as well; the date then decides too'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l no-baseline -d 'Let what the baseline lists count as well'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -s q -l quiet -d 'Show only findings that make the exit code 1, and nothing at all where there are none'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -s v -l verbose -d 'Say on standard error what was read, what was left out and how long it took'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l diff -d 'Show what `--fix` would change as a diff, and write nothing'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l stdin-filename -d 'Where the file belongs that comes from standard input, as an editor has it before it is saved' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l rev -d 'Check a revision: a branch, a tag, a commit' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l against -d 'Judge the change since the newest commit in common with this revision, and let only findings count that are new since then [default: the change since HEAD, except with --rev]' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l each-commit -d 'Check the end of a range of commits, and judge the change that each of them makes' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l message -d 'Judge only what is staged as a change, by the trailers of this message, as in a `commit-msg` hook' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l format -d 'How to report' -r -f -a "human\t'each finding with its lines, its reason and its help, and a summary'
narrated\t'the same in words alone, for screen readers'
concise\t'one line for each finding: `path:line:column: severity[rule] message`'
json\t'one JSON document, as `schemas/report.v1.json` describes it'
jsonl\t'the same in pieces, one JSON object to a line'
sarif\t'SARIF 2.1.0, for code scanning and editors'
github\t'annotations of a step of GitHub Actions, and its job summary'
gitlab\t'a Code Quality report, for merge requests of GitLab'
junit\t'test cases in the XML of JUnit, for build servers'
checkstyle\t'the XML of Checkstyle, for build servers and review tools'
rdjson\t'the diagnostic format of reviewdog, with fixes to take over'
markdown\t'a table for a comment on a pull request'"
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l output -d 'Also report in this format into a file, whole or not at all; into standard output for `-` or without a file. May be given several times' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l deny -d 'The least severe finding that makes the exit code 1; advice never does' -r -f -a "error\t'Errors'
warning\t'Warnings and errors'"
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l max-findings -d 'Show at most so many findings, the most severe ones, and count the rest; `all` shows all [default: 50 for people, all for programs]' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l today -d 'Judge the plan as on this day [default: the day of the revision, else today]' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l fix -d 'Correct the files on disk where that can be done, and report what is left' -r -f -a "safe\t'Those that say only what the plan says already'
unsafe\t'Others as well, which somebody should read before they are committed'"
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l level -d 'Give a rule or a family another level: off, advice, warning, error; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l threshold -d 'Give a threshold another number, as in `large-file=50MB`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l staged -d 'Check what git is about to commit, whatever the files on disk say'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l history -d 'Hold the plan against the commits behind it as well; the date then decides too'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l no-baseline -d 'Let what the baseline lists count as well'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -s q -l quiet -d 'Show only findings that make the exit code 1, and nothing at all where there are none'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -s v -l verbose -d 'Say on standard error what was read, what was left out and how long it took'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l diff -d 'Show what `--fix` would change as a diff, and write nothing'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l note -d 'What else is to be remembered' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l as -d 'The receiving role in which you sign [default: the only receiver, or the one that you hold]' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l by -d 'Your handle [default: the holder of the role, or the one that git\'s user.name and user.email belong to]' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l rev -d 'Accept what a revision holds instead of what is staged' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l today -d 'Sign as on this day [default: today]' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l refuse -d 'Refuse it'
complete -c planlint -n "__fish_planlint_using_subcommand accept" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand accept" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l format -d 'How to report' -r -f -a "human\t'a line for each change, weakening ones marked'
json\t'one JSON document, as `schemas/diff.v1.json` describes it'
markdown\t'a table for each project, for comments on a merge request'"
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l staged -d 'Compare with what git is about to commit'
complete -c planlint -n "__fish_planlint_using_subcommand diff" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand rules" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand rules" -l format -d 'How to print the list' -r -f -a "table\t'One line a rule'
json\t'An array for other programs'"
complete -c planlint -n "__fish_planlint_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand config" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand config" -l rev -d 'For a revision: a branch, a tag, a commit' -r
complete -c planlint -n "__fish_planlint_using_subcommand config" -l path -d 'For one path, there or not, with all overrides applied' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand config" -l format -d 'How to answer' -r -f -a "human\t'a `planlint.yaml` that says the same, with a comment on where each value comes from'
json\t'one JSON document, as `schemas/settings.v1.json` describes it'"
complete -c planlint -n "__fish_planlint_using_subcommand config" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand config" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand config" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand config" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand config" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand config" -l level -d 'Give a rule or a family another level: off, advice, warning, error; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand config" -l threshold -d 'Give a threshold another number, as in `large-file=50MB`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand config" -l staged -d 'For what git is about to commit'
complete -c planlint -n "__fish_planlint_using_subcommand config" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand config" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand schema" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and not __fish_seen_subcommand_from write prune help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and not __fish_seen_subcommand_from write prune help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and not __fish_seen_subcommand_from write prune help" -f -a "write" -d 'List everything that is wrong today, so that only what is new counts'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and not __fish_seen_subcommand_from write prune help" -f -a "prune" -d 'Take out of the list what is no longer found in the files on disk, and add nothing'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and not __fish_seen_subcommand_from write prune help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l rev -d 'A revision: a branch, a tag, a commit' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l today -d 'Judge the plan as on this day [default: the day of the revision, else today]' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l level -d 'Give a rule or a family another level: off, advice, warning, error; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l threshold -d 'Give a threshold another number, as in `large-file=50MB`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l staged -d 'What git is about to commit, whatever the files on disk say'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l history -d 'Hold the plan against the commits behind it as well; the date then decides too'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from write" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l today -d 'Judge the plan as on this day [default: the day of the revision, else today]' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l level -d 'Give a rule or a family another level: off, advice, warning, error; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l threshold -d 'Give a threshold another number, as in `large-file=50MB`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l history -d 'Hold the plan against the commits behind it as well; the date then decides too'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from help" -f -a "write" -d 'List everything that is wrong today, so that only what is new counts'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Take out of the list what is no longer found in the files on disk, and add nothing'
complete -c planlint -n "__fish_planlint_using_subcommand baseline; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c planlint -n "__fish_planlint_using_subcommand who" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand who" -l format -d 'How to answer' -r -f -a "human\t'Sentences'
json\t'An array for other programs'"
complete -c planlint -n "__fish_planlint_using_subcommand who" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand who" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand who" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand who" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand who" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand who" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand who" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l config -d 'Read this file in place of the `planlint.yaml` of what is checked' -r -F
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l manifest -d 'Find manifests by this glob, in place of those of `planlint.yaml`; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l exclude -d 'Leave out what this glob matches, besides what `planlint.yaml` leaves out; may be repeated' -r
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l profile -d 'Take this profile for manifests that name none' -r
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l forge -d 'Read CODEOWNERS as this forge does' -r -f -a "github\t''
gitlab\t''
any\t''"
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l write -d 'Write them into the marked section of CODEOWNERS; nothing outside of it changes'
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l check -d 'Say whether the section is up to date, and write nothing'
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -l no-config -d 'Pass over `planlint.yaml`'
complete -c planlint -n "__fish_planlint_using_subcommand codeowners" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand init" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand init" -l profile -d 'Which stages and roles to start from' -r -f -a "crisp-dm\t''
crisp-ml-q\t''
cs249r\t''
cs249r-book\t''
tdsp\t''"
complete -c planlint -n "__fish_planlint_using_subcommand init" -l project -d 'The project\'s id [default: the name of the folder]' -r
complete -c planlint -n "__fish_planlint_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and not __fish_seen_subcommand_from install uninstall status help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand hook; and not __fish_seen_subcommand_from install uninstall status help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and not __fish_seen_subcommand_from install uninstall status help" -f -a "install" -d 'Have git check every commit and every clean merge; a hook that is there already runs first'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and not __fish_seen_subcommand_from install uninstall status help" -f -a "uninstall" -d 'Remove the hooks and put back what was there before'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and not __fish_seen_subcommand_from install uninstall status help" -f -a "status" -d 'Say which hooks git runs, and whether they can do their work'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and not __fish_seen_subcommand_from install uninstall status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from install" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from install" -l optional -d 'Let commits pass where planlint is missing'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from install" -l force -d 'Replace a hook of planlint\'s that was changed by hand'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from install" -l scripts -d 'Write scripts even where git takes hooks from its configuration, for a client with an older git of its own'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l force -d 'Remove a hook of planlint\'s even if it was changed by hand'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from status" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from help" -f -a "install" -d 'Have git check every commit and every clean merge; a hook that is there already runs first'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from help" -f -a "uninstall" -d 'Remove the hooks and put back what was there before'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from help" -f -a "status" -d 'Say which hooks git runs, and whether they can do their work'
complete -c planlint -n "__fish_planlint_using_subcommand hook; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c planlint -n "__fish_planlint_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c planlint -n "__fish_planlint_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "lint" -d 'Check the manifests of a snapshot and report what is wrong'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "watch" -d 'Check again whenever something is saved'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "accept" -d 'Add your verdict on a handoff to its sign-off file'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "diff" -d 'Say what changed from one plan to another, and what got weaker'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "explain" -d 'Say what a rule finds, why it matters and what to do'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "rules" -d 'List all rules'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "config" -d 'Say what the configuration and the options come to, and where each value comes from'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "schema" -d 'Print the JSON Schema of a manifest, for editors'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "baseline" -d 'List what is wrong today, so that only what is new counts'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "who" -d 'Say who answers for a path, by the plan and by CODEOWNERS'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "codeowners" -d 'Print or write the lines of CODEOWNERS that the plan implies'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "init" -d 'Write a first manifest from a profile'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "hook" -d 'Check every commit with a git hook'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "man" -d 'Print a manual page'
complete -c planlint -n "__fish_planlint_using_subcommand help; and not __fish_seen_subcommand_from lint watch accept diff explain rules config schema baseline who codeowners init hook completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c planlint -n "__fish_planlint_using_subcommand help; and __fish_seen_subcommand_from baseline" -f -a "write" -d 'List everything that is wrong today, so that only what is new counts'
complete -c planlint -n "__fish_planlint_using_subcommand help; and __fish_seen_subcommand_from baseline" -f -a "prune" -d 'Take out of the list what is no longer found in the files on disk, and add nothing'
complete -c planlint -n "__fish_planlint_using_subcommand help; and __fish_seen_subcommand_from hook" -f -a "install" -d 'Have git check every commit and every clean merge; a hook that is there already runs first'
complete -c planlint -n "__fish_planlint_using_subcommand help; and __fish_seen_subcommand_from hook" -f -a "uninstall" -d 'Remove the hooks and put back what was there before'
complete -c planlint -n "__fish_planlint_using_subcommand help; and __fish_seen_subcommand_from hook" -f -a "status" -d 'Say which hooks git runs, and whether they can do their work'
complete -c planlint -n "__fish_planlint_using_subcommand explain" -f -a "yaml-syntax\t'The file is not valid YAML, or no file at all'
unquoted-value\t'A value starts with a character that means something else to YAML'
duplicate-key\t'An id or field occurs twice in one map'
unknown-field\t'A field that the format does not know'
missing-field\t'A required field is absent'
wrong-type\t'A value of the wrong kind, an id with characters that an id cannot have, or one id for two things'
unknown-reference\t'A reference to a role, stage, artifact, document, source or metric that nothing defines'
bad-time-value\t'A duration or date that cannot be read'
unsupported-version\t'A format version that is newer than this program, or a profile that it does not know'
duplicate-project\t'Two manifests of the repository claim the same project'
role-unassigned\t'A role that leads, supports, receives or owns anything has no `who`'
placeholder-value\t'`TBD`, `nobody`, `???` or the like where a person or a path should be named'
owner-not-a-handle\t'A person or team is neither `@user`, nor `@org/team`, nor an e-mail address'
role-unused\t'A declared role leads nothing, supports nothing, owns nothing and meets nobody'
role-missing\t'A role of the profile is neither declared nor left out with a reason'
duty-missing\t'A supporting role has no duty, or one that says no more than the stage\'s name'
one-person-many-leads\t'One individual leads three stages or more, or all of them in several roles'
no-backup\t'An individual leads a stage, answers an alert within a day or decides a release, and nobody stands in'
no-second-pair-of-eyes\t'Giver and receiver of a handoff, or who measures and who decides, are the same single person'
owner-departed\t'Somebody who has left still leads, supports or owns something'
stage-without-lead\t'A stage has no lead'
stage-two-leads\t'A stage has a list of leads, or its lead is repeated under `support`'
stage-missing\t'A stage of the profile is absent, and nothing says why'
stage-order\t'A stage needs what only a later one makes, needs go round in a circle, or a handoff runs backwards'
expected-role-absent\t'A role that the profile expects in a stage neither leads nor supports it'
done-without-outputs\t'A stage is done, and git has no file for something it produces'
stage-state-inverted\t'A stage is done, or due earlier, while a stage that it needs is not'
objective-missing\t'A plan does not say what it is for, by which business metric it succeeds, or what limits the model has'
retirement-missing\t'A plan in force goes to production and does not say when the model is retired'
handoff-missing\t'A stage needs what a stage of another lead makes, and no handoff covers it'
handoff-gap\t'A handoff passes nothing, or leaves out what the receiving stage needs from the giving one'
handoff-foreign-artifact\t'A handoff passes what neither the giving stage nor an earlier one has'
handoff-without-checks\t'A handoff has no check by which the receiver accepts, or no time within which'
handoff-incomplete\t'A handoff lacks something that the profile has a handoff of that stage contain'
handoff-unaccepted\t'A stage is at work or done, and a receiver has not accepted what was handed over, or has refused it'
acceptance-stale\t'Something that was handed over is not what its receiver accepted'
acceptance-by-outsider\t'A sign-off names somebody who does not hold the receiving role, or is in a role that does not receive'
acceptance-unmet\t'A value that the receiver saw misses the metric\'s target, and the sign-off does not say why it was accepted'
signoff-rewritten\t'An entry of a sign-off file was edited or removed, where a new one should have been added'
artifact-not-found\t'The path of an artifact leads to nothing in git: nothing is there yet, it is ignored, spelt in another case, or outside of the repository'
artifact-no-producer\t'A stage needs what no stage makes and no source supplies'
artifact-two-producers\t'Two stages or two projects produce the same id, or files at the same path'
artifact-unused\t'An artifact is made, and no stage, handoff, document, metric or consumer uses it'
artifact-unversioned\t'An artifact is a large binary file in git itself, or an address without a version'
source-without-contract\t'A source lacks an owner, a contract that is there, or a notice period'
consumer-undeclared\t'Somebody in the repository uses an output whose plan does not list them, or a listed consumer has no owner or notice period'
document-missing\t'The plan names a document, and its file is not there'
document-required\t'The profile or a high risk asks for a kind of document, and the plan names none of that kind'
document-section-missing\t'A document lacks a section that its template asks for'
document-placeholder\t'Template text is left in a document, or a section that its template asks for is empty'
document-stale\t'A document is older than what it describes, or was not touched for longer than its `review` says'
template-drift\t'Two projects give one kind of document different templates or different sections'
metric-incomplete\t'A metric lacks its meaning, unit, direction or the role that defines it, or what its use asks for'
metric-conflict\t'A metric has another meaning, unit, direction or target than the metric of the same name elsewhere'
metric-lookalike\t'Two metrics differ only in the spelling of their ids, or mean the same in words'
alert-threshold-inverted\t'An alert lies on the good side of its target, or on the target itself'
metric-unit-mismatch\t'A threshold is a number that its unit cannot have'
metric-value-misses-target\t'The measured value of a metric misses its target, or cannot be found, although the stage is done'
metric-unwatched\t'A metric decides a handoff to or from production, and no alert watches it or a proxy of it'
metric-no-business-link\t'No chain of `serves` leads from a model metric to a business metric'
threshold-loosened\t'A target or an alert moves in the easier direction, and the role that defines the metric has not approved it'
no-cross-role-meeting\t'No recurring meeting has all leads'
handoff-parties-never-meet\t'Giver and receiver of a handoff share no meeting and no channel'
cadence-too-slow\t'A meeting is rarer than the handoffs of those who come to it, or than the profile expects'
meeting-lapsed\t'The newest committed note of a meeting is older than twice its interval'
decision-owner-missing\t'A release has no single role that decides it'
risk-unowned\t'A risk has no owner or no mitigation, or its day is over'
alert-without-owner\t'An alert names no role that answers it'
alert-without-runbook\t'An alert says not how soon it is answered, or not what to do, or its runbook is not there'
alert-without-action\t'An alert neither goes back to a stage nor says what is done'
feedback-missing\t'A feedback loop of the profile is closed by no alert'
rollback-missing\t'A release names no role that takes it back'
duty-uncovered\t'A duty of monitoring is covered by no alert'
codeowners-mismatch\t'CODEOWNERS gives an artifact to nobody who leads or supports its stage'
plan-not-codeowned\t'A manifest has no code owner, or a sign-off file is not owned by who receives'
lead-changed-silently\t'A stage, a role or an alert passes to somebody else, and no commit says that they accept'
plan-stale\t'The plan has not changed for longer than its `review` says, while what it plans did'
work-by-outsiders\t'Over 70 % of the commits of 90 days on what a stage makes come from outside its lead and supporters'
waiver-invalid\t'A waiver has no reason, no end or one that is over or too far off, names what is not there, or silences nothing'
history-unavailable\t'The history is cut off, or does not say who is who, so that some rules were left out'"
complete -c planlint -n "__fish_planlint_using_subcommand schema" -f -a "manifest\t'A lifecycle manifest'
signoff\t'A sign-off file'
profile\t'A profile of one\'s own'
config\t'The configuration, `planlint.yaml`'
baseline\t'The findings that do not count, `planlint-baseline.yaml`'"
complete -c planlint -n "__fish_planlint_using_subcommand completions" -f -a "bash\t''
elvish\t''
fish\t''
powershell\t''
zsh\t''"
complete -c planlint -n "__fish_planlint_using_subcommand man" -f -a "lint\t''
watch\t''
accept\t''
diff\t''
explain\t''
rules\t''
config\t''
schema\t''
baseline\t''
who\t''
codeowners\t''
init\t''
hook\t''
completions\t''
man\t''"
