/// One thing that a message tells.
package enum News: Sendable, Equatable {
    /// Images of a folder that failed.
    package struct Failures: Sendable, Equatable {
        let folder: String
        let count: Int
        /// The most frequent first.
        let reasons: [FailureNews.Tally]
        let examples: [String]
        /// How many failed for reasons that are not listed.
        let others: Int
        /// How many images of the folder were done after the last failure.
        let doneSince: Int
    }

    /// Something that is wrong, or was.
    package struct Trouble: Sendable, Equatable {
        let subject: String
        let folder: String?
        let words: String
        /// How often it came since it was told of.
        let times: Int
        /// How long it lasts already, in seconds, where it was told of before.
        let lasts: Double?
    }

    case failures(Failures)
    /// Images of a folder are done again; `repaired` of those that had failed were done, `left` were not.
    case succeeding(folder: String, done: Int, repaired: Int, left: Int)
    case flagged(folder: String, count: Int, flags: [String: Int], examples: [String])
    case trouble(Trouble)
    case over(Trouble)
    /// A trouble that comes and goes too fast to be told each time.
    case flapping(Trouble)

    /// The watched folder that it concerns.
    var folder: String? {
        switch self {
        case .failures(let failures): failures.folder
        case .succeeding(let folder, _, _, _), .flagged(let folder, _, _, _): folder
        case .trouble(let trouble), .over(let trouble), .flapping(let trouble): trouble.folder
        }
    }

    /// Whether it is good news.
    var isGood: Bool {
        switch self {
        case .succeeding, .over: true
        case .failures, .flagged, .trouble, .flapping: false
        }
    }
}
