import Dispatch
import Glibc

/// The screen of a terminal, on which a text is replaced by the next one; what stood there before comes back at the end.
final class TerminalScreen {
    private static let escape = "\u{1B}["

    private let before: termios
    private let sources: [any DispatchSourceSignal]

    /// Takes the terminal; nil where there is none, or one that cannot do it.
    init?() {
        var before = termios()
        guard isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0,
            getenv("TERM").map({ String(cString: $0) }) ?? "dumb" != "dumb"
        else { return nil }
        self.before = before
        var raw = before
        // Keys come one by one; Ctrl-C is one of them, so that the screen can be put right first.
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        Self.write("?1049h", "?25l")
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Self.restore(before)
                exit(128 + number)
            }
            source.activate()
            return source
        }
    }

    /// Puts the terminal back as it was.
    func leave() { Self.restore(before) }

    /// Whether a key was pressed that means the end, or nobody can press one any more.
    var isEndWanted: Bool {
        var keys = [UInt8](repeating: 0, count: 64)
        let count = read(STDIN_FILENO, &keys, keys.count)
        if count <= 0 { return errno != EINTR && errno != EAGAIN }
        // Ctrl-C and Ctrl-D are characters of their own.
        return keys[..<count].contains { [3, 4, UInt8(ascii: "q"), UInt8(ascii: "Q")].contains($0) }
    }

    /// Shows a text from the top; what does not fit at the bottom is cut.
    func show(_ text: String) {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 1
        let (columns, rows) = isKnown ? (Int(size.ws_col), Int(size.ws_row)) : (80, 24)
        var lines = ["segmentd status at \(Self.clock); q ends", ""]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines += Self.wrapped(line, columns: columns)
        }
        if lines.count > rows { lines = lines.prefix(rows - 1) + ["… (the window is too small for all)"] }
        // Each line is cleared behind its end, and the screen below the last: nothing flickers.
        let shown = lines.map { "\($0)\(Self.escape)K" }.joined(separator: "\n")
        StandardOutput.write(Array("\(Self.escape)H\(shown)\(Self.escape)J".utf8))
    }

    private static func wrapped(_ line: Substring, columns: Int) -> [String] {
        var (lines, rest) = ([String](), line)
        repeat {
            lines.append(String(rest.prefix(columns)))
            rest = rest.dropFirst(columns)
        } while !rest.isEmpty
        return lines
    }

    /// The local time, for people.
    private static var clock: String {
        var (now, parts) = (time(nil), tm())
        localtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let length = strftime(&text, text.count, "%H:%M:%S", &parts)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func restore(_ before: termios) {
        write("?25h", "?1049l")
        var before = before
        tcsetattr(STDIN_FILENO, TCSANOW, &before)
    }

    private static func write(_ sequences: String...) {
        StandardOutput.write(sequences.flatMap { Array((escape + $0).utf8) })
    }
}
