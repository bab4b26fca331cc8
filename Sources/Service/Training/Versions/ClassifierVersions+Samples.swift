import Files
import SystemPackage
package import WorkerProtocol

/// What becomes of the samples, which are large: versions share them, and old ones go. The folder is locked in all of these.
extension ClassifierVersions {
    /// Lays the samples of a version beside the classifier; where it has none, those of another version go from there.
    ///
    /// A file of somebody else, which is that of no version, stays where the version has none.
    func publishSamples(
        of record: VersionRecord,
        _ folder: VersionsFolder,
        _ parent: Descriptor,
        _ list: VersionList
    ) throws(Failure) {
        let name = place.names.samples
        guard let samples = record.samples, folder.hasSamples(record.number) else {
            if try isOfAVersion(name, parent, list) {
                try attempt("remove", place.samples) { () throws(Errno) in try calls.remove(name, in: parent) }
            }
            return
        }
        let version = try folder.version(record.number)
        try attempt("replace", place.samples) { () throws(Errno) in
            let kept = try calls.openFile(VersionsFolder.samples, in: version)
            let state = try calls.state(of: kept)
            // A second name of the version's file would be that file: whoever copies other samples over it changed the version.
            if let present = try calls.state(of: name, in: parent), present.isRegularFile,
                !present.isSameFile(as: state), present.identity.size == Int64(samples.bytes),
                try calls.openFile(name, in: parent).digest(known, calls) == samples.sha256
            {
                return
            }
            let copy = try TemporaryFile(for: name, in: parent, readers: folder.readers, calls: calls)
            do throws(Errno) {
                try copyAll(kept, Int(state.identity.size), to: copy.file)
                try calls.sync(copy.file)
                try calls.rename(copy.name, to: name, in: parent, replacing: true)
            } catch {
                try? calls.remove(copy.name, in: parent)
                throw error
            }
        }
    }

    /// The samples of a version, open for reading, if they are what they were when they were written.
    ///
    /// - Throws: a `Failure` of the kind `version_damaged` where they are not.
    func intactSamples(of number: Int, _ folder: VersionsFolder) throws(Failure) -> Descriptor {
        let (record, version) = (try folder.record(number), try folder.version(number))
        let path = place.versions.appending(VersionsFolder.name(of: number)).appending(VersionsFolder.samples)
        let (file, digest) = try attempt("read", path) { () throws(Errno) in
            let file = try calls.openFile(VersionsFolder.samples, in: version)
            return (file, try file.digest(known, calls))
        }
        guard digest == record.samples?.sha256 else {
            throw .damagedVersion(path, "these are not the samples from which it was grown")
        }
        return file
    }

    /// The newest version that can be learnt from: with the samples from which it was grown, whatever became of it. Those with
    /// damaged samples are passed over.
    ///
    /// - Parameters:
    ///   - refused: the numbers of those whose samples the worker does not take.
    ///   - isMeant: whether a version is one of those that are asked for.
    package func newestToLearnFrom(
        in list: VersionList,
        without refused: Set<Int> = [],
        where isMeant: (VersionRecord) -> Bool = { _ in true }
    ) throws(Failure) -> ClassifierVersion? {
        guard let folder = try VersionsFolder(place, making: false, readers: nil, calls: calls) else { return nil }
        for version in list.versions.reversed() where version.hasSamples && !refused.contains(version.number) {
            guard let record = version.record, isMeant(record) else { continue }
            do throws(Failure) {
                _ = try intactSamples(of: version.number, folder)
                return version
            } catch {
                if error.kind != Failure.damagedVersionKind { throw error }
            }
        }
        return nil
    }

    /// The samples that lie beside a classifier which somebody put there, if they are its own: samples name the classifier
    /// that was grown from them.
    func adoptableSamples(
        for digest: String,
        _ list: VersionList
    ) throws(Failure) -> (descriptor: Descriptor, file: TrainingReport.File)? {
        do throws(Errno) {
            let parent = try calls.openFolder(at: place.folder)
            let name = place.names.samples
            guard let state = try calls.state(of: name, in: parent), state.isRegularFile else { return nil }
            let file = try calls.openFile(name, in: parent)
            guard try SamplesLabel.classifier(of: file, calls) == digest else { return nil }
            let found = try FileDigest.sha256(fileDescriptor: file.number, calls: calls)
            return (file, TrainingReport.File(bytes: Int(state.identity.size), sha256: found))
        } catch {
            throw .versions("read", place.samples, error)
        }
    }

    /// Removes the samples of old versions: of all but the newest `keptSamples`, the one in force, those that a rollback
    /// brings back, and the one that waits. The classifiers and records of all versions stay.
    ///
    /// Those that cannot be removed, of somebody else for example, stay: what is in force needs no room of theirs.
    ///
    /// - Returns: the versions whose samples went.
    func removeOldSamples(_ folder: VersionsFolder) throws(Failure) -> [Int] {
        let list = try list(folder, digestInForce())
        let needed = [list.inForce, list.before, list.waiting?.number]
        let old = list.versions.filter { $0.record != nil }.dropLast(Self.keptSamples)
        var removed: [Int] = []
        for version in old where version.hasSamples && !needed.contains(version.number) {
            guard let opened = try? folder.version(version.number),
                (try? calls.remove(VersionsFolder.samples, in: opened)) != nil
            else { continue }
            removed.append(version.number)
        }
        return removed
    }

    /// Whether the samples beside the classifier are those of a version, so that nothing is lost with them.
    private func isOfAVersion(
        _ name: FilePath.Component,
        _ parent: Descriptor,
        _ list: VersionList
    ) throws(Failure) -> Bool {
        do throws(Errno) {
            guard let state = try calls.state(of: name, in: parent), state.isRegularFile else { return false }
            let sizes = list.versions.compactMap { $0.record?.samples }.filter { $0.bytes == Int(state.identity.size) }
            if sizes.isEmpty { return false }
            let file = try calls.openFile(name, in: parent)
            let digest = try file.digest(known, calls)
            return sizes.contains { $0.sha256 == digest }
        } catch {
            throw .versions("read", place.samples, error)
        }
    }

    /// Copies a file from its first byte to its last.
    func copyAll(_ source: Descriptor, _ count: Int, to target: Descriptor) throws(Errno) {
        var done = 0
        while done < count {
            let more = try calls.copy(count - done, of: source, at: done, to: target)
            if more == 0 { return }
            done += more
        }
    }
}
