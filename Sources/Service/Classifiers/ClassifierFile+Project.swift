import Files
import SystemPackage
import WorkerClient
import WorkerProtocol

extension ClassifierFile {
    /// Has a worker take the classifier out of an open project.
    ///
    /// Programs save into the file that is open here, and nothing locks it: what was read counts only where size, times and inode
    /// are the same behind it as before.
    static func extract(
        _ project: Descriptor,
        name: String,
        by worker: any ImageSegmenting
    ) async throws(Failure) -> (file: Descriptor, ClassifierExtract) {
        defer { withExtendedLifetime(project) {} }
        let calls = FileCalls()
        let before = try? calls.state(of: project)
        let result: Result<(file: Descriptor, ClassifierExtract), Failure>
        do throws(Failure) {
            result = .success(try await extract(project, name, worker))
        } catch {
            result = .failure(error)
        }
        // A refusal of what was half saved is none either.
        guard let before, let after = try? calls.state(of: project), before == after else {
            throw .projectChanging(name)
        }
        return try result.get()
    }

    private static func extract(
        _ project: Descriptor,
        _ name: String,
        _ worker: any ImageSegmenting
    ) async throws(Failure) -> (file: Descriptor, ClassifierExtract) {
        do throws(WorkerError) {
            do throws(WorkerError) {
                return try await once(project, name, worker)
            } catch {
                // One that is not done in its time is not given as much again.
                switch error {
                case .refused, .interrupted, .overdue, .silent: throw error
                default: return try await once(project, name, worker)
                }
            }
        } catch {
            throw failure(of: error, name)
        }
    }

    /// Each attempt has an empty file.
    private static func once(
        _ project: Descriptor,
        _ name: String,
        _ worker: any ImageSegmenting
    ) async throws(WorkerError) -> (file: Descriptor, ClassifierExtract) {
        let file: Descriptor
        do throws(Errno) { file = try FileCalls().makeMemoryFile(named: "segmentd-extract") } catch {
            throw .cannotStart("no file in memory can be made: \(error)")
        }
        return (file, try await worker.extract(project.number, into: file.number, name: name))
    }

    private static func failure(of error: WorkerError, _ name: String) -> Failure {
        switch error {
        case .refused(let failure): return failure
        // The same bytes would do the same to the next process, and the next.
        case .died where !error.isKill, .protocolBroken:
            return Failure(
                kind: "classifier_refused",
                message: "\(name) cannot be read: \(error)",
                remedy:
                    "open the project in its program and save it again, or copy it anew; if this stays, please report it"
            )
        // A share that does not answer, or a computer that does something else, is not the project's fault.
        default:
            return Failure(
                kind: Failure.workerUnavailableKind,
                message: "\(name) could not be looked into: \(error)",
                remedy: "if this stays, see whether the file can be read, and look at the messages around this time",
                isTransient: true
            )
        }
    }
}
