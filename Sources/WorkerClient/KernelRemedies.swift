import Glibc
import SystemPackage

/// What is done, one thing after the other, when workers die of their kernels or kernels give wrong results.
///
/// A worker that dies while it starts is most often killed by a damaged or full cache of kernels: the next one gets an
/// empty cache, then one elsewhere, then no device at all. Damage that shows later empties the cache once, too.
struct KernelRemedies: ~Copyable {
    private(set) var cache: KernelCache
    private var step = KernelCache.Remedy.none
    /// Whether the cache was emptied since an image was last done on a device: then it is not to blame.
    private var isFresh = false
    /// What the user should know when the next worker starts.
    private var notes: [String] = []

    /// Nothing has happened yet.
    init(cache: KernelCache) { self.cache = cache }

    deinit { cache.discard() }

    /// Whether workers have to do without a device.
    var usesHost: Bool { step == .withoutDevice }

    /// Whether new kernels would not help a device that fails.
    var givesWay: Bool { isFresh || step != .none }

    /// Makes the cache ready for the next worker; returns what is to be said of it.
    mutating func prepare() -> [String] {
        KernelCache.sweepAtStart
        if step == .none, !cache.isUsable { step = .elsewhere }
        cache.tidy()
        var said = notes
        notes = []
        switch step {
        case .none: break
        case .empty:
            empty()
            said.append("the kernel cache \(cache.folder) was emptied; kernels are compiled anew")
            step = .none
        case .elsewhere:
            let unusable = cache.folder
            if !cache.isTemporary {
                cache = .temporary()
                said.append(
                    "the kernel cache \(unusable) cannot be used: check its permissions and the free space; "
                        + "\(cache.folder) is used instead"
                )
            }
        case .withoutDevice:
            said.append(
                "the host computes instead of an OpenCL device: check the OpenCL runtime with `segmentd devices`"
            )
        }
        return said
    }

    /// A worker died while it started; whether another one is to be tried.
    mutating func diedAtStart(_ status: String) -> Bool {
        guard Self.isOwnDeath(status) else { return false }
        let next: KernelCache.Remedy
        if Linker.problem != nil {
            next = .withoutDevice
        } else if step == .none {
            next = isFresh ? .elsewhere : .empty
        } else {
            next = .withoutDevice
        }
        guard step != .withoutDevice else { return false }
        notes.append("the OpenCL runtime ended the worker at its start (\(status))")
        Linker.problem.map { notes.append($0) }
        step = next
        return true
    }

    /// A worker died over an image; whether the image may be tried at once with new kernels, which were to blame.
    ///
    /// - Parameter wasWarm: the worker had done an image before, so that its kernels were good.
    mutating func diedAtWork(_ status: String, wasWarm: Bool) -> Bool {
        guard Self.isOwnDeath(status), step != .withoutDevice else { return false }
        if let problem = Linker.problem {
            notes = ["the OpenCL runtime ended the worker (\(status))", problem]
            step = .withoutDevice
            return true
        }
        guard !wasWarm, !isFresh else { return false }
        notes = ["the worker ended when it first used its kernels (\(status))"]
        step = .empty
        return true
    }

    /// Kernels failed, or gave wrong results; whether another worker is to be tried, with new ones.
    mutating func kernelsFailed(_ reason: String) -> Bool {
        guard !isFresh, step == .none else { return false }
        notes = [reason]
        step = .empty
        return true
    }

    /// An image was done on a device.
    mutating func workDone() { isFresh = false }

    private mutating func empty() {
        cache.empty()
        isFresh = true
    }

    /// Whether a worker ended by itself: nobody killed it, such as the kernel for its memory.
    private static func isOwnDeath(_ status: String) -> Bool {
        (status.hasPrefix("exit status") && status != "exit status 0")
            || [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE].contains { status.hasPrefix("signal \($0),") }
    }
}
