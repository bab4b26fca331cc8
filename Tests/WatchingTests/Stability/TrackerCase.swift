import Files
import SystemPackage
import Testing
import Watching

/// What happens to one file, in seconds of virtual time, and when it must be handed out.
struct TrackerCase: CustomTestStringConvertible {
    enum Step {
        /// An event after which the file had this size; the flags are those of `changed`.
        case event(Double, size: Int64, written: Bool, closed: Bool)
        /// A scan found it with this size.
        case listed(Double, size: Int64, again: Bool)
        /// From this time on a look shows this.
        case looks(Double, size: Int64, WriterPresence)
        case gone(Double)
        /// The consumer found it with this size.
        case back(Double, size: Int64, incomplete: Bool)

        var time: Double {
            switch self {
            case .event(let time, _, _, _), .listed(let time, _, _), .looks(let time, _, _), .gone(let time),
                .back(let time, _, _):
                time
            }
        }
    }

    var testDescription: String
    /// Nil: automatic.
    var quiet: Double?
    var steps: [Step]
    /// The times of handing out, with what was waited, and 1 where it was early.
    var finished: [[Double]]

    static let all: [TrackerCase] =
        [
            .init(
                testDescription: "copied",
                quiet: 2,
                steps: [
                    .looks(0, size: 9, .none), .event(1, size: 5, written: true, closed: false),
                    .event(2, size: 9, written: true, closed: true),
                ],
                finished: [[4, 2]]
            ),
            .init(
                testDescription: "pages: closed is not complete",
                quiet: 2,
                steps: [
                    .looks(0, size: 1, .none), .event(0, size: 1, written: true, closed: true),
                    .event(1.5, size: 2, written: true, closed: true), .looks(1.5, size: 2, .none),
                    .event(3, size: 3, written: true, closed: true), .looks(3, size: 3, .none),
                ],
                finished: [[5, 2]]
            ),
            .init(
                testDescription: "kept open: asked again with growing pauses",
                quiet: 2,
                steps: [
                    .looks(0, size: 9, .present), .event(0, size: 9, written: true, closed: false),
                    .looks(9, size: 9, .none),
                ],
                // Looked at after 2, 4, 6 (pauses of the quiet time at least) and 10.
                finished: [[10, 10]]
            ),
            .init(
                testDescription: "size changes without an event",
                quiet: 2,
                steps: [
                    .looks(0, size: 5, .unknown), .event(0, size: 5, written: true, closed: true),
                    .looks(1, size: 6, .unknown), .looks(3, size: 7, .unknown),
                ],
                // Looked at after 2 (another size), 4 (another size), and 6: not closed, but as quiet as any.
                finished: [[6, 2]]
            ),
            .init(
                testDescription: "backlog waits once",
                quiet: 2,
                steps: [
                    .looks(0, size: 5, .none), .listed(1, size: 5, again: false), .listed(2, size: 5, again: false),
                ],
                finished: [[3, 2]]
            ),
            .init(
                testDescription: "scans see it grow",
                quiet: 2,
                steps: [
                    .looks(0, size: 5, .unknown), .listed(0, size: 5, again: false), .listed(1, size: 6, again: false),
                    .looks(1, size: 6, .unknown),
                ],
                finished: [[3, 2]]
            ),
            .init(
                testDescription: "handed out again only when asked, at once",
                quiet: 2,
                steps: [
                    .looks(0, size: 5, .none), .listed(0, size: 5, again: false), .listed(5, size: 5, again: false),
                    .listed(6, size: 5, again: true),
                ],
                finished: [[2, 2], [6, 0]]
            ),
            .init(
                testDescription: "asked again while somebody writes",
                quiet: 2,
                steps: [
                    .looks(0, size: 5, .none), .listed(0, size: 5, again: false), .looks(6, size: 5, .present),
                    .listed(6, size: 5, again: true), .looks(7, size: 5, .none),
                ],
                finished: [[2, 2], [8, 2]]
            ),
            .init(
                testDescription: "an event that changed nothing",
                quiet: 2,
                steps: [
                    .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                    .event(1, size: 5, written: false, closed: true), .event(5, size: 5, written: false, closed: true),
                ],
                finished: [[2, 2]]
            ),
            .init(
                testDescription: "events that come after the look",
                quiet: 2,
                steps: [
                    .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                    .event(5, size: 5, written: true, closed: true),
                ],
                finished: [[2, 2]]
            ),
            .init(
                testDescription: "gone before it was finished",
                quiet: 2,
                steps: [.looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true), .gone(1)],
                finished: []
            ),
            .init(
                testDescription: "no quiet time: closed",
                quiet: 0,
                steps: [.looks(0, size: 5, .unknown), .event(1, size: 5, written: true, closed: true)],
                finished: [[1, 0]]
            ),
            .init(
                testDescription: "no quiet time: nothing tells whether it is closed",
                quiet: 0,
                steps: [.looks(0, size: 5, .unknown), .event(1, size: 5, written: true, closed: false)],
                finished: [[3, 2]]
            ),
            .init(
                testDescription: "no quiet time: the kernel knows that nobody writes",
                quiet: 0,
                steps: [.looks(0, size: 5, .none), .event(1, size: 5, written: false, closed: false)],
                finished: [[1, 0]]
            ),
            .init(
                testDescription: "no quiet time: empty",
                quiet: 0,
                steps: [.looks(0, size: 0, .none), .event(1, size: 0, written: true, closed: true)],
                finished: [[3, 2]]
            ),
        ] + changed + automatic
}

extension TrackerCase {
    /// Files that change after they were handed out.
    private static let changed: [TrackerCase] = [
        .init(
            testDescription: "changes after each result: waits twice as long each time",
            quiet: 2,
            steps: [
                .looks(0, size: 1, .none), .event(0, size: 1, written: true, closed: true),
                .event(3, size: 2, written: true, closed: true), .looks(3, size: 2, .none),
                .event(6, size: 3, written: true, closed: true), .looks(6, size: 3, .none),
                .event(11, size: 4, written: true, closed: true), .looks(11, size: 4, .none),
            ],
            finished: [[2, 2], [5, 2], [10, 4], [19, 8]]
        ),
        .init(
            testDescription: "changes after each result, as scans see it",
            quiet: 2,
            steps: [
                .looks(0, size: 1, .none), .listed(0, size: 1, again: false), .looks(3, size: 2, .none),
                .listed(3, size: 2, again: false), .looks(6, size: 3, .none), .listed(6, size: 3, again: false),
            ],
            finished: [[2, 2], [5, 2], [10, 4]]
        ),
    ]

    /// Folders without a quiet time of their own.
    private static let automatic: [TrackerCase] = [
        .init(
            testDescription: "automatic: closed by its writer",
            steps: [
                .looks(0, size: 5, .none), .event(0.5, size: 3, written: true, closed: false),
                .looks(0.5, size: 5, .present), .event(1, size: 5, written: true, closed: true),
                .looks(1, size: 5, .none),
            ],
            finished: [[1, 0, 1]]
        ),
        .init(
            testDescription: "automatic: renamed into place, and the kernel cannot tell who writes",
            steps: [.looks(0, size: 5, .unknown), .event(1, size: 5, written: false, closed: true)],
            finished: [[1, 0, 1]]
        ),
        .init(
            testDescription: "automatic: linked into place",
            steps: [.looks(0, size: 5, .none), .event(1, size: 5, written: false, closed: false)],
            finished: [[1, 0, 1]]
        ),
        .init(
            testDescription: "automatic: nothing tells that it is closed",
            steps: [.looks(0, size: 5, .unknown), .event(1, size: 5, written: true, closed: false)],
            finished: [[3, 2]]
        ),
        .init(
            testDescription: "automatic: empty",
            steps: [.looks(0, size: 0, .none), .event(1, size: 0, written: true, closed: true)],
            finished: [[3, 2]]
        ),
        .init(
            testDescription: "automatic: lay there",
            steps: [.looks(0, size: 5, .none), .listed(1, size: 5, again: false), .listed(9, size: 5, again: true)],
            finished: [[1, 0, 1], [9, 0]]
        ),
        .init(
            testDescription: "automatic: a page every two seconds",
            steps: [
                .looks(0, size: 1, .none), .event(0, size: 1, written: true, closed: true),
                .event(2, size: 2, written: true, closed: true), .looks(2, size: 2, .none),
                .event(4, size: 3, written: true, closed: true), .looks(4, size: 3, .none),
            ],
            // Twice the pause after the second page.
            finished: [[0, 0, 1], [8, 4]]
        ),
        .init(
            testDescription: "automatic: found incomplete, and nothing more comes",
            steps: [
                .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                .back(0.25, size: 5, incomplete: true),
            ],
            finished: [[0, 0, 1], [2.25, 2.25]]
        ),
        .init(
            testDescription: "automatic: found incomplete, and goes on",
            steps: [
                .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                .back(0.25, size: 5, incomplete: true), .event(1.5, size: 6, written: true, closed: true),
                .looks(1.5, size: 6, .none),
            ],
            finished: [[0, 0, 1], [4.5, 3]]
        ),
        .init(
            testDescription: "automatic: found in the state in which it was handed out meanwhile",
            steps: [
                .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                .event(0.5, size: 6, written: true, closed: true), .looks(0.5, size: 6, .none),
                .back(2, size: 6, incomplete: false),
            ],
            finished: [[0, 0, 1], [1.5, 1], [2, 1.5]]
        ),
        .init(
            testDescription: "automatic: found in another state, of which no event told",
            steps: [
                .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                .looks(0.25, size: 6, .none), .back(0.25, size: 6, incomplete: false),
            ],
            finished: [[0, 0, 1], [2.25, 2.25]]
        ),
        .init(
            testDescription: "automatic: open for writing when it was opened",
            steps: [
                .looks(0, size: 5, .none), .event(0, size: 5, written: true, closed: true),
                .looks(0.25, size: 5, .present), .back(0.25, size: 5, incomplete: false), .looks(0.5, size: 5, .none),
            ],
            finished: [[0, 0, 1], [1.25, 1.25, 1]]
        ),
    ]
}
