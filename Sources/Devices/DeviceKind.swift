/// The two kinds of device this program knows.
package enum DeviceKind: String, Codable, Sendable, CaseIterable {
    case cpu
    case gpu
}
