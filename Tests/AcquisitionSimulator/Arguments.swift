/// The command line: a command, then options that each take a value.
struct Arguments {
    /// What is printed when the command line is wrong.
    static let usage = """
        usage: AcquisitionSimulator drop --folder F --truth DIR [--count N] [--size WxH] [--seed S] [--first N]
                   [--way chunks|rename|nested|mixed] [--interval MS] [--pause MS] [--dtype uint8|uint16|float32]
                   [--image FILE]… [--damaged N]…
               AcquisitionSimulator score --folder F --truth DIR [--results DIR] [--recipe NAME]
                   [--minimum-f1 X]

        drop   writes images into F as a microscope would, and what is in them to DIR/truth.json (added to one that is
               there). --first numbers the first one (1); --pause is between two chunks; --interval between two images;
               --image drops copies of FILE instead of generated images, in turn; --damaged cuts image number N short.
        score  compares the object tables and summaries in F (or in DIR, laid out like F) with the truth; exits 1 when
               an image has no right result.
        """

    /// `drop` or `score`.
    let command: String
    private var options: [String: [String]] = [:]

    /// Parses everything behind the program's name; `known` are the options of each command.
    init(_ words: [String], known: [String: Set<String>]) throws {
        guard let command = words.first, let names = known[command] else {
            throw SimulatorError.usage("The first word must be drop or score.")
        }
        self.command = command
        var rest = words.dropFirst()
        while let option = rest.popFirst() {
            guard option.hasPrefix("--"), names.contains(String(option.dropFirst(2))) else {
                throw SimulatorError.usage("\(command) knows no \(option).")
            }
            guard let value = rest.popFirst() else { throw SimulatorError.usage("\(option) needs a value.") }
            options[String(option.dropFirst(2)), default: []].append(value)
        }
    }

    /// All values of an option that may be repeated.
    func all(_ name: String) -> [String] { options[name] ?? [] }

    /// The value of an option that must be there.
    func required(_ name: String) throws -> String {
        guard let value = options[name]?.last else { throw SimulatorError.usage("\(command) needs --\(name).") }
        return value
    }

    /// The value of an option, read by `parse`, or `fallback` where the option is absent.
    func value<Value>(_ name: String, _ fallback: Value, _ parse: (String) -> Value?) throws -> Value {
        guard let text = options[name]?.last else { return fallback }
        guard let value = parse(text) else { throw SimulatorError.usage("--\(name) \(text) makes no sense.") }
        return value
    }

    /// A number that is not negative.
    func count(_ name: String, _ fallback: Int) throws -> Int {
        try value(name, fallback) { Int($0).flatMap { $0 >= 0 ? $0 : nil } }
    }
}
