import Settings
package import SystemPackage

/// What the service's unit lets it see and write to.
package struct UnitProtection: Sendable, Equatable {
    /// Where that is known from, for people.
    package var source: String
    /// ProtectHome=: `yes`, `no`, `read-only` or `tmpfs`.
    package var protectHome: String
    /// ProtectSystem=: `strict`, `full`, `yes` or `no`.
    package var protectSystem: String
    /// What may be written to under ProtectSystem=strict.
    package var writable: [FilePath]
    /// What is shown in spite of ProtectHome= or PrivateTmp=, and may be written to, as BindPaths= lists it.
    package var bound: String
    /// The same for reading.
    package var boundForReading: String
    /// Whether /tmp and /var/tmp are others than everybody's.
    package var privateTemporary: Bool
    /// The user that runs the service.
    package var user: String
    /// Groups that the service has besides its user's.
    package var groups: [String]

    /// That of the unit file, where none is in force.
    package static let standard = UnitProtection(
        source: "the unit file",
        protectHome: "yes",
        protectSystem: "strict",
        writable: UnitDropin.writable,
        bound: "",
        boundForReading: "",
        privateTemporary: true,
        user: InstalledService.user,
        groups: []
    )

    /// The properties of which `init(parsing:)` makes sense.
    private static let properties = [
        "LoadState", "ProtectHome", "ProtectSystem", "ReadWritePaths", "BindPaths", "BindReadOnlyPaths", "PrivateTmp",
        "User", "SupplementaryGroups",
    ]

    /// What is in force for a service, asked of systemd on this thread; the unit file's own where none runs or knows it.
    package static func inForce(for service: InstalledService) -> UnitProtection {
        let command = ["systemctl", "show", service.unit, "--property=\(properties.joined(separator: ","))"]
        guard let result = SystemProgram.output(of: command), result.status == 0 else { return standard }
        return UnitProtection(parsing: result.output) ?? standard
    }

    /// Reads what `systemctl show` prints; nil where it knows no such unit.
    package init?(parsing text: String) {
        var values: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[line[..<equals]] = String(line[line.index(after: equals)...])
        }
        guard values["LoadState"] == "loaded" else { return nil }
        self.init(
            source: "the unit in force",
            protectHome: values["ProtectHome"] ?? "no",
            protectSystem: values["ProtectSystem"] ?? "no",
            writable: Self.words(values["ReadWritePaths"] ?? "").map {
                FilePath(String($0.drop { $0 == "-" || $0 == "+" }))
            },
            bound: values["BindPaths"] ?? "",
            boundForReading: values["BindReadOnlyPaths"] ?? "",
            privateTemporary: values["PrivateTmp"] == "yes",
            user: values["User"].flatMap { $0.isEmpty ? nil : $0 } ?? "root",
            groups: Self.words(values["SupplementaryGroups"] ?? "")
        )
    }

    /// A protection with the given parts.
    package init(
        source: String,
        protectHome: String,
        protectSystem: String,
        writable: [FilePath],
        bound: String,
        boundForReading: String,
        privateTemporary: Bool,
        user: String,
        groups: [String]
    ) {
        self.source = source
        self.protectHome = protectHome
        self.protectSystem = protectSystem
        self.writable = writable
        self.bound = bound
        self.boundForReading = boundForReading
        self.privateTemporary = privateTemporary
        self.user = user
        self.groups = groups
    }

    /// Words between spaces, some of them in quotes with backslashes before quotes and backslashes.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var (isQuoted, isEscaped) = (false, false)
        for character in text {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
