import Service
import Settings
import Testing

@Suite("Who made a result")
struct ResultOriginTests {
    @Test(
        "a service is called after the folders of its unit",
        arguments: [
            ("/var/lib/segmentd", "segmentd"), ("/var/lib/segmentd-camera2", "camera2"), ("/home/a/state", "segmentd"),
        ]
    )
    func service(folder: String, name: String) throws {
        let directories = try ServiceDirectories(environment: ["STATE_DIRECTORY": folder, "HOME": "/home/a"])
        #expect(ResultOrigin.service(directories).service == name)
        #expect(ResultOrigin.service(directories).host == ResultOrigin.byHand.host)
        #expect(ResultOrigin.byHand.service == "run")
    }
}
