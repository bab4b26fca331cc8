import Files
import Glibc
package import SystemPackage
package import WorkerProtocol

/// Asks on a terminal for what a set-up was not told.
package struct SetupQuestions {
    /// The kind of failure where something was not told, and nobody can be asked.
    package static let missingKind = "not_given"

    private let asksOnTerminal: Bool

    /// Questions, if there is somebody to answer.
    package init(asksOnTerminal: Bool) { self.asksOnTerminal = asksOnTerminal }

    /// The request, with answers in place of what is nil.
    ///
    /// - Throws: a `Failure` for what cannot be, of kind `missingKind` where nothing was said.
    package func request(
        folder: FilePath?,
        classifier: FilePath?,
        group: String?,
        service: InstalledService,
        configuration: FilePath?,
        keepsTestImage: Bool
    ) throws(Failure) -> SetupRequest {
        let folder = try path(folder, "The folder into which the microscope writes", "--folder")
        let classifier = try path(classifier, "The classifier file", "--classifier")
        guard (try? FileCalls().state(at: classifier, followingLink: true))?.type == .regular else {
            throw Failure(
                kind: "classifier_missing",
                message: "there is no file \(classifier)",
                remedy: "correct the path"
            )
        }
        let own = (try? FileCalls().ownership(at: folder)).map { GroupNames.text(of: $0.access.group) }
        let standard = own == "root" ? nil : own
        var named = group ?? ""
        if named.isEmpty { named = try text("The group of the microscope's account", "--group", standard: standard) }
        return SetupRequest(
            folder: folder,
            classifier: classifier,
            group: named,
            service: service,
            configuration: configuration,
            keepsTestImage: keepsTestImage
        )
    }

    /// Whether somebody says yes.
    ///
    /// - Throws: a `Failure` of kind `missingKind` where nobody can be asked.
    package func agrees(_ question: String) throws(Failure) -> Bool {
        guard asksOnTerminal else {
            throw Failure(kind: Self.missingKind, message: "nobody can be asked", remedy: "give --yes, or --dry-run")
        }
        return ["y", "yes"].contains(Self.answer(to: "\(question) [y/N] ").lowercased())
    }

    private static func answer(to question: String) -> String {
        print(question, terminator: "")
        fflush(nil)
        return readLine() ?? ""
    }

    private func path(_ given: FilePath?, _ question: String, _ option: String) throws(Failure) -> FilePath {
        if let given { return given.absolute.lexicallyNormalized() }
        return FilePath(try text(question, option, standard: nil)).absolute.lexicallyNormalized()
    }

    private func text(_ question: String, _ option: String, standard: String?) throws(Failure) -> String {
        if asksOnTerminal {
            let answer = Self.answer(to: "\(question)\(standard.map { " [\($0)]" } ?? ""): ")
            if !answer.isEmpty { return answer }
        }
        if let standard { return standard }
        throw Failure(kind: Self.missingKind, message: "\(question) is not known", remedy: "give \(option)")
    }
}
