import Files
import Synchronization
package import SystemPackage

/// The file of a sample sheet, read again when it is not as it was.
///
/// Whoever asks has the file looked at, so that a change counts from the next image, or the next table, on. While it cannot be
/// used, what was last read holds. Two are equal where they are the same file for the same groups, whatever is in it: a
/// configuration that is loaded anew has not changed by it.
package final class SampleSheetFile: Sendable {
    /// What is known of the file.
    package struct Reading: Sendable {
        /// What was last read; nil before there was a usable file.
        package var sheet: SampleSheet?
        /// What is wrong with the file as it is now.
        package var problem: SampleSheet.Problem?
        /// Another one each time that the file was read, or could not be read any more.
        package var version = 0
    }

    package let path: FilePath
    private let groups: [String]
    private let known = Mutex<(file: FileState?, reading: Reading)>((nil, Reading()))

    /// The sheet at `path` for the images of which a pattern gives `groups`; not read yet.
    package init(_ path: FilePath, groups: [String]) {
        (self.path, self.groups) = (path, groups)
    }

    /// The sheet as it is now.
    package var current: Reading {
        let calls = FileCalls()
        do throws(Errno) {
            let file = try calls.open(path, for: .reading)
            let state = try calls.state(of: file)
            guard state.isRegularFile else { throw .invalidArgument }
            return try known.withLock { known throws(Errno) in
                guard known.file != state else { return known.reading }
                let bytes = try calls.read(file.number, first: SampleSheet.largest + 1)
                known.reading.version += 1
                do throws(SampleSheet.Problem) {
                    known.reading.sheet = try SampleSheet(bytes, groups: groups)
                    known.reading.problem = nil
                } catch {
                    known.reading.problem = error
                }
                // Somebody who writes meanwhile changes the state once more.
                known.file = state
                return known.reading
            }
        } catch {
            return known.withLock { known in
                known.file = nil
                known.reading.problem = SampleSheet.Problem(
                    line: nil,
                    message: "cannot be read: \(error)",
                    remedy: "put it there, readable for whoever runs segmentd, or correct the path"
                )
                return known.reading
            }
        }
    }

    /// What is wrong with it now, for people; nil where nothing is.
    package var problem: (message: String, remedy: String)? {
        current.problem.map { problem in
            ("\(path.readable)\(problem.line.map { ", line \($0)," } ?? "") \(problem.message)", problem.remedy)
        }
    }
}

extension SampleSheetFile: Hashable {
    package static func == (left: SampleSheetFile, right: SampleSheetFile) -> Bool {
        left.path == right.path && left.groups == right.groups
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}
