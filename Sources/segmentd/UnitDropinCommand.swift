import ArgumentParser
import Service
import Settings
import SystemPackage

/// `segmentd unit-dropin`: what the service's unit needs for a configuration.
struct UnitDropinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit-dropin",
        abstract: "Print what the systemd unit needs for a configuration: folders, drives, groups."
    )

    @OptionGroup var configurationFile: ConfigurationOptions

    @Flag(help: "Write it to where systemd reads it; `systemctl daemon-reload` and a restart put it in force.")
    var write = false

    @Option(help: "The instance whose unit it is: NAME of segmentd@NAME.")
    var instance: String?

    func run() throws {
        let file = configurationFile.file(ofInstance: instance)
        let settings = try ConfigurationOptions.load(file)
        let dropin = UnitDropin(for: settings, in: .current)
        let text = dropin.text(for: file)
        guard write else { return print(text, terminator: "") }
        let place = InstalledService(instance: instance).dropin
        do { try InstalledFile.write(text, to: place) } catch {
            StandardError.write("\(place) cannot be written: \(error) (run it as root)")
            throw ExitCode.failure
        }
        print(
            "\(place) is written; `systemctl daemon-reload` and `systemctl restart "
                + "\(InstalledService(instance: instance).unit)` put it in force"
        )
    }
}
