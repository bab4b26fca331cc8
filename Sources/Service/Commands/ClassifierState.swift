import Files
package import SystemPackage
import WorkerClient

/// A classifier file of the configuration, and what of it is in force.
package struct ClassifierState: Codable, Sendable, Equatable {
    /// What a reload did.
    package enum Change: String, Codable, Sendable {
        case inForce = "in_force"
        case unchanged
        case refused
    }

    /// Where the file is.
    package let file: PathText
    /// SHA-256 of what is in force, hexadecimal; nil where nothing is.
    package let digest: String?
    /// How many versions of the file were in force since the start, from 1.
    package let generation: Int?
    /// For how long it has been in force.
    package let secondsInForce: Double?
    /// Why the file as it is now is not in force; nil where it is.
    package let refused: String?
    /// What the reload that was asked for did; nil elsewhere.
    package var change: Change?

    /// The state of `file`.
    package init(
        file: FilePath,
        digest: String?,
        generation: Int?,
        secondsInForce: Double?,
        refused: String?,
        change: Change? = nil
    ) {
        self.file = PathText(file)
        self.digest = digest
        self.generation = generation
        self.secondsInForce = secondsInForce
        self.refused = refused
        self.change = change
    }

    /// A line for people.
    package var text: String {
        var line = file.path.readable + ": "
        if let digest, let generation {
            line += "generation \(generation), \(digest.prefix(12))"
            if let secondsInForce { line += ", in force for \(Age(secondsInForce))" }
            if change == .inForce { line += "; it came into force now" }
            if change == .unchanged { line += "; unchanged" }
        } else {
            line += "nothing is in force, its images wait"
        }
        return refused.map { "\(line); the file as it is now is refused: \($0)" } ?? line
    }
}

extension ClassifierService {
    /// The states of all classifier files.
    var states: [ClassifierState] {
        Self.paths(of: folders.settings).map { path in
            let loaded = store.classifier(at: path)
            return ClassifierState(
                file: path,
                digest: loaded?.reference.digest,
                generation: loaded?.generation,
                secondsInForce: status.age(ofClassifierAt: path).map { $0 / .seconds(1) },
                refused: refusals.reason(for: path)
            )
        }
    }

    /// Has one file looked at again, and waits until it is in force or refused.
    ///
    /// - Returns: nil where no recipe names a file of this path.
    func reloadAndWait(_ path: FilePath) async -> ClassifierState? {
        let (ends, end) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        requests.send(.reloadAndTell(path) { end.finish() })
        // Ends too when the service is asked to stop.
        for await _ in ends {}
        return states.first { $0.file.path == path }
    }

    /// Has everything looked at again, as SIGHUP does, and waits until that is done.
    func reloadAndWait() async -> ReloadReport {
        let (answers, answer) = AsyncStream.makeStream(
            of: (ConfigurationChange, Set<FilePath>).self,
            bufferingPolicy: .bufferingOldest(1)
        )
        requests.send(
            .reloadAllAndTell { change, news in
                answer.yield((change, news))
                answer.finish()
            }
        )
        var (change, news) = (ConfigurationChange(), Set<FilePath>())
        // Ends too when the service is asked to stop.
        for await found in answers { (change, news) = found }
        let classifiers = states.map { state in
            var state = state
            state.change = state.refused != nil ? .refused : news.contains(state.file.path) ? .inForce : .unchanged
            return state
        }
        return ReloadReport(configuration: change, classifiers: classifiers)
    }
}

/// A span of time for people: `3 s`, `12 min`, `5 h`, `8 d`.
struct Age: CustomStringConvertible {
    let description: String

    /// So many seconds.
    init(_ seconds: Double) {
        let seconds = max(0, seconds)
        description =
            switch seconds {
            case ..<120: "\(seconds.short) s"
            case ..<7200: "\(Int((seconds / 60).rounded())) min"
            case ..<172_800: "\(Int((seconds / 3600).rounded())) h"
            default: "\(Int((seconds / 86_400).rounded())) d"
            }
    }

    /// This time.
    init(_ time: Duration) { self.init(time / .seconds(1)) }
}
