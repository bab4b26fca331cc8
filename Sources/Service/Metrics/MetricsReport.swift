import Files
import FoundationEssentials
import Settings
import SystemPackage
import Watching
import WorkerProtocol

/// The figures of a daemon as they are now, as text.
struct MetricsReport {
    /// What the monitoring system reads.
    let text: String

    /// The figures of `daemon`; asks nobody who could hang.
    init(_ daemon: DaemonControls, _ counts: MetricsTally.Counts, _ disks: DiskFigures, isUp: Bool) {
        let families =
            Self.service(daemon, counts, isUp: isUp) + Self.images(daemon, counts) + Self.waiting(daemon)
            + Self.watching(daemon) + Self.classifiers(daemon, counts) + Self.disks(daemon, disks)
        text = families.map(\.text).joined()
    }

    /// A label for a path: bytes that are no UTF-8 become U+FFFD.
    private static func label(_ path: FilePath) -> String { String(decoding: path.bytes, as: UTF8.self) }

    private static func service(
        _ daemon: DaemonControls,
        _ counts: MetricsTally.Counts,
        isUp: Bool
    ) -> [MetricFamily] {
        let (status, now) = (daemon.status, Date.now.timeIntervalSince1970)
        let troubles = status.announcements.presentTroubles
        var up = MetricFamily("up", .gauge, "Whether the daemon runs; 0 after it was stopped.")
        up.add(isUp ? 1 : 0)
        var written = MetricFamily("last_write_timestamp_seconds", .gauge, "When these figures were written.")
        written.add(now)
        var begun = MetricFamily("start_timestamp_seconds", .gauge, "When the daemon was started.")
        begun.add((now - status.flow.uptime / .seconds(1)).rounded())
        var build = MetricFamily("build_info", .gauge, "The version of the program.")
        build.add(1, ["version": Version.current])
        var ready = MetricFamily("ready", .gauge, "Whether all folders were looked through once since the start.")
        ready.add(status.isReady ? 1 : 0)
        var device = MetricFamily("device_info", .gauge, "What computes.")
        if let name = status.device { device.add(1, ["device": name]) }
        var workers = MetricFamily("workers", .gauge, "How many images are worked on at once.")
        workers.add(Double(status.flow.workers))
        var present = MetricFamily("troubles", .gauge, "How many things are wrong now.")
        present.add(Double(troubles.count))
        var trouble = MetricFamily("trouble", .gauge, "Something is wrong with the subject; segmentd status says what.")
        for subject in troubles.keys.sorted() { trouble.add(1, ["subject": subject]) }
        var ledger = MetricFamily("ledger_trouble", .gauge, "Whether the ledger cannot be kept.")
        ledger.add(troubles["ledger"] == nil ? 0 : 1)
        var refused = MetricFamily("configuration_rejections_total", .counter, "Configurations that were refused.")
        refused.add(Double(counts.refusedConfigurations))
        return [up, written, begun, build, ready, device, workers, present, trouble, ledger, refused]
    }

    private static func images(_ daemon: DaemonControls, _ counts: MetricsTally.Counts) -> [MetricFamily] {
        var images = MetricFamily("images_total", .counter, "Images by what came of them, one for each recipe.")
        var flagged = MetricFamily("images_flagged_total", .counter, "Images that are done and doubtful, by the doubt.")
        var success = MetricFamily("last_success_timestamp_seconds", .gauge, "When an image was last done.")
        var work = MetricFamily("processing_seconds", .histogram, "From reading an image to writing its results.")
        var lag = MetricFamily("lag_seconds", .histogram, "From the last change of a new image to its summary.")
        var objects = MetricFamily("objects", .gauge, "Objects in the last image.")
        var without = MetricFamily(
            "successive_images_without_objects",
            .gauge,
            "So many of the last images had no object; 0 after one that has."
        )
        for folder in daemon.folders.settings {
            let name = label(folder.path)
            for recipe in folder.recipes.map({ $0.name ?? "" }) {
                // Figures that begin with 0 show their first step.
                let found = counts.images[.init(folder: folder.path, recipe: recipe)] ?? .init()
                images.add(Double(found.done), ["folder": name, "recipe": recipe, "result": "done"])
                images.add(Double(found.failed), ["folder": name, "recipe": recipe, "result": "failed"])
                for (flag, count) in found.flagged.sorted(by: { $0.key < $1.key }) {
                    flagged.add(Double(count), ["folder": name, "recipe": recipe, "flag": flag])
                }
                if let last = found.lastSuccess { success.add(last, ["folder": name, "recipe": recipe]) }
                work.add(found.processing, ["folder": name, "recipe": recipe])
                lag.add(found.lag, ["folder": name, "recipe": recipe])
                if let count = found.objects { objects.add(Double(count), ["folder": name, "recipe": recipe]) }
                without.add(Double(found.withoutObjects), ["folder": name, "recipe": recipe])
            }
        }
        return [images, flagged, success, work, lag, objects, without]
    }

    private static func waiting(_ daemon: DaemonControls) -> [MetricFamily] {
        let (lanes, works, paused) = (daemon.queue.lanes, daemon.status.flow.works, daemon.queue.paused)
        let figures = daemon.status.figures
        var arrived = MetricFamily("images_arrived_total", .counter, "New images that were found finished.")
        var queue = MetricFamily("queue_images", .gauge, "Images that wait.")
        var oldest = MetricFamily("oldest_waiting_seconds", .gauge, "For how long the oldest new image has waited.")
        var inWork = MetricFamily("images_in_work", .gauge, "Images that are worked on now.")
        var postponed = MetricFamily("images_postponed", .gauge, "Images that wait until a trouble is over.")
        var pauses = MetricFamily("paused", .gauge, "Whether somebody has paused the folder.")
        for watched in daemon.folders.all {
            let (index, folder) = (watched.number, watched.settings)
            let name = label(folder.path)
            arrived.add(Double(daemon.status.flow.tally(of: index).arrived), ["folder": name])
            for (arrival, word) in [(Arrival.live, "live"), (.backlog, "backlog")] {
                let entries = lanes[arrival]?.folders[index]
                queue.add(Double(entries?.count ?? 0), ["folder": name, "arrival": word])
                guard arrival == .live else { continue }
                let age = entries?.first.map { (ContinuousClock.now - $0.lastChange) / .seconds(1) }
                oldest.add(max(0, age ?? 0), ["folder": name])
            }
            inWork.add(Double(works.filter { $0.folder == index }.count), ["folder": name])
            postponed.add(Double(daemon.postponed.trouble(in: index)?.images ?? 0), ["folder": name])
            pauses.add(paused.contains(index) ? 1 : 0, ["folder": name])
        }
        var utilisation = MetricFamily(
            "utilisation_ratio",
            .gauge,
            "The share of what this machine can do that new images take; above 1 it falls behind."
        )
        if let share = figures.utilisation { utilisation.add(share) }
        return [arrived, queue, oldest, inWork, postponed, pauses, utilisation]
    }

    private static func watching(_ daemon: DaemonControls) -> [MetricFamily] {
        var overflows = MetricFamily("event_overflows_total", .counter, "How often the kernel lost events of a folder.")
        var polled = MetricFamily("watch_polled", .gauge, "Whether a folder is looked through on a timer alone.")
        for watched in daemon.folders.all {
            let (index, folder) = (watched.number, watched.settings)
            let tally = daemon.status.flow.tally(of: index)
            overflows.add(Double(tally.overflows), ["folder": label(folder.path)])
            polled.add(tally.isPolled ? 1 : 0, ["folder": label(folder.path)])
        }
        return [overflows, polled]
    }

    private static func classifiers(_ daemon: DaemonControls, _ counts: MetricsTally.Counts) -> [MetricFamily] {
        var info = MetricFamily("classifier_info", .gauge, "The classifier in force of a file, by its SHA-256.")
        var loaded = MetricFamily("classifier_loaded", .gauge, "Whether a classifier of the file is in force.")
        var refused = MetricFamily("classifier_refused", .gauge, "Whether the file as it is now is refused.")
        var generation = MetricFamily(
            "classifier_generation",
            .gauge,
            "How many versions were in force since the start."
        )
        var rejections = MetricFamily(
            "classifier_rejections_total",
            .counter,
            "Versions of the file that were refused."
        )
        for state in daemon.classifiers() {
            let name = label(state.file.path)
            if let digest = state.digest { info.add(1, ["file": name, "sha256": digest]) }
            loaded.add(state.digest == nil ? 0 : 1, ["file": name])
            refused.add(state.refused == nil ? 0 : 1, ["file": name])
            generation.add(Double(state.generation ?? 0), ["file": name])
            rejections.add(Double(counts.rejections[state.file.path] ?? 0), ["file": name])
        }
        return [info, loaded, refused, generation, rejections]
    }

    private static func disks(_ daemon: DaemonControls, _ disks: DiskFigures) -> [MetricFamily] {
        var free = MetricFamily("disk_free_bytes", .gauge, "Free space where the results of a folder go.")
        var size = MetricFamily("disk_size_bytes", .gauge, "The size of that file system.")
        var reserve = MetricFamily("disk_reserve_bytes", .gauge, "So much of it is kept for raw data.")
        for folder in daemon.folders.settings {
            guard let figures = disks.figures(of: folder.path) else { continue }
            free.add(Double(figures.space.free), ["folder": label(folder.path)])
            size.add(Double(figures.space.total), ["folder": label(folder.path)])
            reserve.add(Double(figures.reserve), ["folder": label(folder.path)])
        }
        return [free, size, reserve]
    }
}
