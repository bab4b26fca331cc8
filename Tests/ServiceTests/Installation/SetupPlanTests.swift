import Files
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("The plan of a set-up")
struct SetupPlanTests {
    private static let request = SetupRequest(
        folder: "/data/scope1",
        classifier: "/root/nuclei.cl",
        group: "microscopy"
    )

    private static func folder(_ path: FilePath, _ group: String, _ mode: CInterop.Mode) -> SetupSurroundings.Folder {
        SetupSurroundings.Folder(path, group: group, permissions: FilePermissions(rawValue: mode))
    }

    /// A computer with the package, and a folder of the microscope's.
    private static var fresh: SetupSurroundings {
        var computer = SetupSurroundings()
        computer.folder = folder("/data/scope1", "scope", 0o750)
        computer.above = [folder("/data", "root", 0o755)]
        return computer
    }

    /// The computer on which the plan for `fresh` was carried out.
    private static var done: SetupSurroundings {
        var computer = fresh
        computer.folder = folder("/data/scope1", "microscopy", 0o2770)
        computer.groupsOfUser = ["segmentd", "microscopy"]
        computer.classifier = .same
        computer.configuration =
            "[[folder]]\npath = \"/data/scope1\"\n[[folder.recipe]]\nclassifier = \"/etc/segmentd/nuclei.cl\"\n"
        (computer.isActive, computer.isEnabled) = (true, true)
        return computer
    }

    private static func commands(_ plan: SetupPlan) -> [String] {
        plan.steps.compactMap { $0.command.map { String($0.prefix { $0 != "\n" }) } }
    }

    @Test("everything that is missing, in the order in which it can be done")
    func whole() throws {
        let plan = try SetupPlan(Self.request, in: Self.fresh)
        #expect(
            Self.commands(plan) == [
                "usermod --append --groups microscopy segmentd", "chgrp microscopy /data/scope1",
                "chmod g+rwxs /data/scope1", "install --mode=644 /root/nuclei.cl /etc/segmentd/nuclei.cl",
                "cat >> /etc/segmentd/segmentd.toml << 'END'", "systemctl daemon-reload",
                "segmentd check --config /etc/segmentd/segmentd.toml", "systemctl enable --now segmentd",
                "segmentd setup --test --config /etc/segmentd/segmentd.toml --folder /data/scope1",
            ]
        )
        #expect(plan.steps.contains { $0.undo == "chmod 00750 /data/scope1" })
        #expect(plan.steps.contains { $0.undo == "chgrp scope /data/scope1" })
    }

    @Test("what is right already is left as it is")
    func again() throws {
        #expect(
            Self.commands(try SetupPlan(Self.request, in: Self.done)) == [
                "segmentd check --config /etc/segmentd/segmentd.toml",
                "segmentd setup --test --config /etc/segmentd/segmentd.toml --folder /data/scope1",
            ]
        )
    }

    @Test("a service that runs is started anew, also when all is taken back")
    func secondFolder() throws {
        var computer = Self.done
        computer.folder = Self.folder("/micro/a b", "microscopy", 0o2770)
        computer.above = [Self.folder("/micro", "root", 0o755)]
        var request = Self.request
        request.folder = "/micro/a b"
        let plan = try SetupPlan(request, in: computer)
        #expect(Self.commands(plan).contains("segmentd unit-dropin --config /etc/segmentd/segmentd.toml --write"))
        #expect(Self.commands(plan).contains("systemctl restart segmentd"))
        #expect(plan.lastUndos == ["systemctl restart segmentd"])
        #expect(Self.commands(plan).last?.hasSuffix("--folder '/micro/a b'") == true)
    }

    @Test(
        "a closed folder on the way is opened to as few as possible",
        arguments: [
            (0o750, "microscopy", true, nil), (0o700, "microscopy", true, "chmod g+x /data"),
            (0o750, "root", true, "setfacl --modify user:segmentd:x /data"), (0o750, "root", false, "chmod o+x /data"),
        ] as [(CInterop.Mode, String, Bool, String?)]
    )
    func way(mode: CInterop.Mode, group: String, hasAccessLists: Bool, command: String?) throws {
        var computer = Self.done
        computer.above = [Self.folder("/data", group, mode)]
        computer.hasAccessLists = hasAccessLists
        let commands = Self.commands(try SetupPlan(Self.request, in: computer))
        #expect(commands.first { $0.hasSuffix("/data") } == command)
    }

    @Test("what could not be carried out is refused before anything is done")
    func refusals() throws {
        func refusal(_ change: (inout SetupSurroundings) -> Void) -> String? {
            var computer = Self.fresh
            change(&computer)
            do throws(Failure) {
                _ = try SetupPlan(Self.request, in: computer)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(refusal { $0.classifier = .other } == "classifier_exists")
        #expect(refusal { ($0.folder, $0.above) = (nil, []) } == "folder_missing")
        #expect(refusal { $0.folder = nil } == nil)
        #expect(refusal { $0.knowsUnit = false } == "not_installed")
        #expect(refusal { $0.configuration = "quiett = 3\n" } == "configuration_unusable")
        #expect(
            refusal { $0.configuration = Self.done.configuration?.replacing("nuclei", with: "x") }
                == "folder_configured"
        )
        // What the package installs: comments, and no folder yet.
        #expect(refusal { $0.configuration = "# [[folder]]\n" } == nil)
    }

    @Test(
        "carried out and taken back, files are what they were",
        arguments: [nil, "", "# a comment", "[device]\nkind = \"cpu\"\n"]
    )
    func files(present: String?) async throws {
        let home = try TemporaryFolder()
        let file = home.path.appending("segmentd.toml")
        if let present { try home.write(Array(present.utf8), to: "segmentd.toml") }
        try home.write([1], to: "a.cl")
        var request = Self.request
        (request.configuration, request.classifier) = (file, home.path.appending("a.cl"))
        var computer = Self.done
        (computer.configuration, computer.classifier) = (present, .same)
        let plan = try SetupPlan(request, in: computer)
        let record = SetupRecord(home.path.appending("record/a.undo"))
        let shell = try Shell(in: home.path.string)
        // Only what concerns files: the rest needs a system.
        let commands = plan.steps.filter { $0.command?.hasPrefix("cat") == true }
        for step in commands {
            await shell.run(try #require(step.command))
            try record.add(try #require(step.undo))
        }
        #expect(try Settings.load(from: file).folders.map(\.path) == ["/data/scope1"])
        #expect(record.commands.count == 1)
        for command in record.commands { await shell.run(command) }
        let after = await shell.run("cat segmentd.toml 2> /dev/null || echo none; ls -A | grep -c removed")
        let line = present.map { $0.isEmpty || $0.hasSuffix("\n") ? $0 : $0 + "\n" }
        // An empty file of one's own is removed with what made it.
        #expect(after == (line ?? "none\n") + "0\n")
    }

    @Test("a run records before it goes on, stops at the first failure, and is taken back from the last to the first")
    func runs() throws {
        let home = try TemporaryFolder()
        let record = SetupRecord(home.path.appending("record/a.undo"))
        let plan = try SetupPlan(Self.request, in: Self.fresh)
        var ran: [String] = []
        let run = SetupRun(
            record: record,
            say: { _ in },
            shell: { command in
                ran.append(command)
                return command.hasPrefix("systemctl enable") ? 1 : 0
            }
        )
        #expect(throws: Failure.self) { try run.perform(plan) }
        #expect(ran.last == "systemctl enable --now segmentd")
        let undos = plan.steps.compactMap(\.undo)
        #expect(record.commands == undos.reversed())
        ran = []
        #expect(try run.takeBack())
        #expect(ran == undos.reversed())
        #expect(throws: Failure.self) { try run.takeBack() }
    }

    @Test("the test image is what tifffile reads")
    func image() async throws {
        let home = try TemporaryFolder()
        try home.write(TestImage.tiff, to: "a.tif")
        let script =
            "import tifffile, numpy; a = tifffile.imread('a.tif'); print(a.shape, a.dtype, int((a > 1500).sum()))"
        // Two discs of radius 9 and 7: 253 and 149 pixels.
        let shell = try Shell(in: home.path.string)
        #expect(await shell.run("/usr/bin/python3 -c \"\(script)\" 2>&1") == "(64, 64) uint16 402\n")
    }
}
