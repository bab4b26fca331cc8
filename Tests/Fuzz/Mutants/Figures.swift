import Glibc

/// What the mutants came to: how many were read, how long the slowest took, whether memory grew.
struct Figures {
    private var read = 0
    private var pixels = 0
    private var slowest = Duration.zero
    private var slowestIndex = 0
    /// Resident bytes after a tenth of the mutants, when all code has run and allocators are warm.
    private var early = 0

    /// Takes in the mutant `index`.
    mutating func note(_ index: Int, pixels: Int, time: Duration, of count: Int) {
        if pixels > 0 { read += 1 }
        self.pixels += pixels
        if time > slowest { (slowest, slowestIndex) = (time, index) }
        if index == count / 10 { early = Self.resident }
    }

    /// Prints them.
    func show(_ count: Int) {
        let growth = (Self.resident - early) >> 20
        print(
            "\(count) mutants, \(read) with pixels (\(pixels) in all), slowest \(slowest) (number \(slowestIndex)), "
                + "\(Self.resident >> 20) MiB, \(growth) MiB more than after a tenth"
        )
    }

    private static var resident: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
            separator: " "
        )
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
