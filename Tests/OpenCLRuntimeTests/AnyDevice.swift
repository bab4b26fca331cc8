import OpenCLRuntime

/// The device these tests run on: the best one there is.
enum AnyDevice {
    static let isPresent = (try? first()) != nil

    static func first() throws -> Device {
        guard let device = OpenCLDevices.candidates(for: nil, among: try OpenCLDevices.all()).first?.device else {
            throw OpenCLError.noUsableDevice("there is none")
        }
        return device
    }
}
