import Glibc

/// The system calls of the simulator.
enum Files {
    /// The content of a file; nil when there is none.
    static func read(_ path: String) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SimulatorError.last("open", path)
        }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw SimulatorError.last("read", path) }
            if count == 0 { return content }
            content += buffer[..<count]
        }
    }

    /// Makes a new file of `parts`, with `pause` milliseconds before each part but the first.
    static func create(_ path: String, parts: [ArraySlice<UInt8>], pause: Int = 0) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SimulatorError.last("open", path) }
        do {
            for (index, part) in parts.enumerated() {
                if index > 0 { sleep(milliseconds: pause) }
                try write(part, to: descriptor, path: path)
            }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw SimulatorError.last("close", path) }
    }

    /// Makes a file of `content`, in the place of one that is there.
    static func replace(_ path: String, content: [UInt8]) throws {
        let temporary = path + ".new"
        unlink(temporary)
        try create(temporary, parts: [content[...]])
        try move(temporary, to: path)
    }

    /// Gives a file its final name.
    static func move(_ path: String, to name: String) throws {
        guard rename(path, name) == 0 else { throw SimulatorError.last("rename", path) }
    }

    /// Makes a folder and those above it, where they are not there yet.
    static func makeFolder(_ path: String) throws {
        let components = path.split(separator: "/")
        var current = path.hasPrefix("/") ? "" : "."
        for component in components {
            current += "/" + component
            guard mkdir(current, 0o755) == 0 || errno == EEXIST else { throw SimulatorError.last("mkdir", current) }
        }
    }

    /// When a file got its name, its content or its attributes last: seconds since 1970; nil when there is none.
    static func changed(_ path: String) -> Double? {
        var state = stat()
        guard stat(path, &state) == 0 else { return nil }
        return Double(state.st_ctim.tv_sec) + Double(state.st_ctim.tv_nsec) / 1e9
    }

    /// Seconds since 1970, by the clock that stamps files.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Does nothing for a while, as a microscope between two exposures.
    static func sleep(milliseconds: Int) {
        guard milliseconds > 0 else { return }
        let time = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
        _ = withUnsafePointer(to: time) { nanosleep($0, nil) }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw SimulatorError.last("write", path) }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
