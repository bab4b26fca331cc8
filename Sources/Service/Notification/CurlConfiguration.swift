/// What curl is to do, as the lines of a configuration file of curl(1).
struct CurlConfiguration: Sendable {
    /// The lines.
    private(set) var text = ""

    /// Sends to `url` and says the status of the answer; quiet, without redirects, and not for long.
    init(url: String) {
        add("url", url)
        for flag in ["silent", "show-error"] { add(flag) }
        add("connect-timeout", "10")
        add("max-time", "30")
        add("output", "/dev/null")
        add("write-out", "%{response_code}")
        add("proto", "=http,https,smtp,smtps")
    }

    /// A line without a value.
    mutating func add(_ name: String) { text += "\(name)\n" }

    /// A line with a value.
    mutating func add(_ name: String, _ value: String) {
        var quoted = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": quoted += "\\\\"
            case "\"": quoted += "\\\""
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        text += "\(name) = \"\(quoted)\"\n"
    }
}
