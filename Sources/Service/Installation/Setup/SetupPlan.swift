import Files
import Settings
import SystemPackage
package import WorkerProtocol

/// Everything that a set-up does, in its order: a value that follows from the request and the computer as it is.
package struct SetupPlan: Sendable {
    /// What is done, and what is right already.
    package private(set) var steps: [SetupStep] = []
    /// What is to be run last when all is taken back, the last of it first.
    package private(set) var lastUndos: [String] = []

    /// A plan for `request` on a computer with these surroundings.
    ///
    /// - Throws: a `Failure` where it could not be carried out, before anything is done.
    package init(_ request: SetupRequest, in surroundings: SetupSurroundings) throws(Failure) {
        for path in [request.folder, request.classifier] where UnitText.word(path) == nil {
            throw Failure(
                kind: "path_unusable",
                message: "\(path.readable) cannot stand in a configuration: its name is no text",
                remedy: "rename it"
            )
        }
        guard surroundings.knowsUnit else {
            throw Failure(
                kind: "not_installed",
                message: "systemd knows no unit \(request.service.unit).service",
                remedy:
                    "install the package, or copy Systemd/\(request.service.instance == nil ? "segmentd" : "segmentd@")"
                    + ".service to /etc/systemd/system and `systemctl daemon-reload`"
            )
        }
        let configuration = try SetupConfiguration(request, present: surroundings.configuration)
        let dropin = UnitDropin(for: configuration.settings, in: surroundings.unit)
        planUser(request, surroundings)
        try planFolder(request, surroundings, isShown: dropin.shown.contains { request.folder.starts(with: $0) })
        try planClassifier(request, surroundings)
        planConfiguration(request, surroundings, configuration)
        planDropin(request, surroundings, dropin)
        planService(request, surroundings)
    }

    private mutating func planUser(_ request: SetupRequest, _ surroundings: SetupSurroundings) {
        let user = InstalledService.user
        // Accounts stay when all is taken back: results belong to them, and their numbers must not go to others.
        if surroundings.hasUser {
            steps.append(.alreadySo("the user \(user) exists"))
        } else if let file = surroundings.usersFile {
            steps.append(SetupStep("the service's user", "systemd-sysusers \(file)"))
        } else {
            let options = "--system --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin"
            steps.append(SetupStep("the service's user", "useradd \(options) \(user)"))
        }
        let group = ShellText.quoted(request.group)
        if surroundings.hasGroup {
            steps.append(.alreadySo("the group \(request.group) exists"))
        } else {
            steps.append(SetupStep("the microscope's group", "groupadd \(group)"))
        }
        if surroundings.groupsOfUser.contains(request.group) {
            steps.append(.alreadySo("the user \(user) is a member of \(request.group)"))
        } else {
            steps.append(
                SetupStep(
                    "the service may read images of the group, and give it the results",
                    "usermod --append --groups \(group) \(user)",
                    undo: "gpasswd --delete \(user) \(group)"
                )
            )
        }
    }

    private mutating func planClassifier(_ request: SetupRequest, _ surroundings: SetupSurroundings) throws(Failure) {
        let place = request.installedClassifier
        if !surroundings.hasConfigurationFolder {
            let folder = ShellText.quoted(request.configuration.removingLastComponent())
            steps.append(
                SetupStep(
                    "the folder of the configuration",
                    "install --directory --mode=755 \(folder)",
                    undo: "rmdir --ignore-fail-on-non-empty \(folder)"
                )
            )
        }
        switch surroundings.classifier {
        case .same: steps.append(.alreadySo("the classifier is \(place)"))
        case .other:
            throw Failure(
                kind: "classifier_exists",
                message: "\(place) is there already, and another classifier",
                remedy: "rename \(request.classifier), or put it in place of the other yourself: "
                    + "`install --mode=644 \(ShellText.quoted(request.classifier)) \(ShellText.quoted(place))`"
            )
        case .empty:
            steps.append(
                SetupStep(
                    "the classifier, where the service may read it",
                    "install --mode=644 \(ShellText.quoted(request.classifier)) \(ShellText.quoted(place))",
                    undo: surroundings.classifierDigest.map { Self.removal(of: place, digest: $0) }
                )
            )
        }
    }

    private mutating func planConfiguration(
        _ request: SetupRequest,
        _ surroundings: SetupSurroundings,
        _ configuration: SetupConfiguration
    ) {
        guard let undo = configuration.undo else {
            return steps.append(.alreadySo("\(request.configuration) watches \(request.folder)"))
        }
        let needsLineEnd = surroundings.configuration.map { !$0.isEmpty && !$0.hasSuffix("\n") } ?? false
        steps.append(
            SetupStep(
                "the configuration",
                Self.write(
                    (needsLineEnd ? "\n" : "") + configuration.addition,
                    appendingTo: request.configuration
                ),
                undo: undo
            )
        )
    }

    private mutating func planDropin(
        _ request: SetupRequest,
        _ surroundings: SetupSurroundings,
        _ dropin: UnitDropin
    ) {
        let file = request.service.dropin
        let text = dropin.text(for: request.configuration)
        if dropin.isEmpty && surroundings.dropin == nil {
            return steps.append(.alreadySo("the unit lets the service reach \(request.folder)"))
        }
        guard surroundings.dropin != text else { return steps.append(.alreadySo("\(file) is right")) }
        let options = (request.service.instance.map { " --instance \($0)" } ?? "")
        let command = "segmentd unit-dropin --config \(ShellText.quoted(request.configuration)) --write\(options)"
        var undo: String?
        if surroundings.dropin == nil {
            let folder = ShellText.quoted(file.removingLastComponent())
            undo =
                "rm --force \(ShellText.quoted(file)); rmdir --ignore-fail-on-non-empty \(folder); systemctl daemon-reload"
        } else {
            // It is made anew once the configuration is as it was.
            lastUndos.append("\(command) && systemctl daemon-reload")
        }
        steps.append(SetupStep("what the unit needs for it", command, undo: undo))
    }

    private mutating func planService(_ request: SetupRequest, _ surroundings: SetupSurroundings) {
        let (unit, instance) = (request.service.unit, request.service.instance.map { " --instance \($0)" } ?? "")
        let configuration = ShellText.quoted(request.configuration)
        let hasNews = steps.contains { $0.command != nil }
        if hasNews { steps.append(SetupStep("systemd reads its files again", "systemctl daemon-reload")) }
        steps.append(
            SetupStep(
                "all of it, with the rights of the service",
                "segmentd check --config \(configuration)\(instance)"
            )
        )
        if surroundings.isActive, surroundings.isEnabled, !hasNews {
            steps.append(.alreadySo("\(unit) is running"))
        } else if surroundings.isActive {
            lastUndos.insert("systemctl restart \(unit)", at: 0)
            steps.append(SetupStep("the service with what is new, until it is ready", "systemctl restart \(unit)"))
        } else {
            steps.append(
                SetupStep(
                    "the service, now until it is ready and from now on with the computer",
                    "systemctl enable --now \(unit)",
                    undo: surroundings.isEnabled ? "systemctl stop \(unit)" : "systemctl disable --now \(unit)",
                    mayHalfSucceed: true
                )
            )
        }
        steps.append(
            SetupStep(
                "an image to try it with",
                "segmentd setup --test --config \(configuration) --folder \(ShellText.quoted(request.folder))"
                    + (request.keepsTestImage ? " --keep" : "")
            )
        )
    }

    /// The command that removes a classifier, unless it is another one by now, or a configuration names it.
    private static func removal(of place: FilePath, digest: String) -> String {
        let (file, folder) = (ShellText.quoted(place), ShellText.quoted(place.removingLastComponent()))
        let name = ShellText.quoted(place.lastComponent.map { FilePath(root: nil, [$0]) } ?? place)
        return "if echo \(digest) \(file) | sha256sum --check --status "
            + "&& ! cat \(folder)/*.toml 2> /dev/null | grep --quiet --fixed-strings -- \(name); then rm \(file); fi"
    }

    /// The command that adds `text` to a file.
    private static func write(_ text: String, appendingTo file: FilePath) -> String {
        "cat >> \(ShellText.quoted(file)) << 'END'\n\(text)END"
    }

    mutating func append(_ step: SetupStep) { steps.append(step) }
}
