// swift-tools-version: 6.2
import PackageDescription

/// Puts the Swift runtime into the program, so that a workstation needs no toolchain. Only the link step is told, and the
/// tests use the same objects with the shared runtime; Foundation's own C libraries therefore have to be named here.
/// lld, because gold passes on a warning of Foundation's objects.
let staticRuntime: [LinkerSetting] = [
    .unsafeFlags(["-static-stdlib", "-use-ld=lld"]),
    // Nobody looks up symbols in the program, and what need not be exported can be left out. Relocations are packed
    // (glibc 2.36) and all done before the program begins, so that its tables can be made read-only.
    .unsafeFlags(
        ["--no-export-dynamic", "-z", "pack-relative-relocs", "-z", "relro", "-z", "now"].flatMap { ["-Xlinker", $0] }
    ),
    .linkedLibrary("CoreFoundation"),
    .linkedLibrary("_FoundationICU"),
    .linkedLibrary("_FoundationCShims"),
    .linkedLibrary("_FoundationCollections"),
]

// Layers, lowest first; a target imports only from above it (Sources/README.md).
let package = Package(
    name: "segmentd",
    products: [
        .executable(name: "segmentd", targets: ["segmentd"])
    ],
    // Exact: what is built here is what was tested, without a lock file.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        // C border
        .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng16", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "COpenCL", pkgConfig: "OpenCL", providers: [.apt(["ocl-icd-opencl-dev"])]),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "CLocaleData"),

        // Kernels
        .target(
            name: "Kernels",
            path: "Kernels",
            // Those of features belong to the target of that name, which has a link to the folder.
            exclude: ["Features"],
            resources: [.embedInCode("Common"), .embedInCode("Forest"), .embedInCode("Labelling")]
        ),

        // Values and device
        .target(name: "Imaging"),
        .target(name: "Devices"),
        .target(name: "Concurrency"),
        .target(name: "OpenCLRuntime", dependencies: ["COpenCL", "Devices", "Kernels"]),

        // Files
        .target(
            name: "Files",
            dependencies: [
                "CLinux",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        // Formats and model
        .target(name: "TIFFFiles", dependencies: ["CDeflate", "CTIFF", "Imaging"], exclude: ["README.md"]),
        .target(name: "HDF5Files", dependencies: ["CLinux"]),
        .target(name: "Pictures", dependencies: ["CPNG", "Imaging"]),
        .target(name: "Forests", dependencies: ["Imaging"], exclude: ["README.md"]),
        .target(
            name: "Features",
            dependencies: ["Imaging", "Kernels"],
            exclude: ["README.md"],
            resources: [.embedInCode("Kernels")],
            linkerSettings: [.linkedLibrary("m")]
        ),
        .target(name: "Measurement", dependencies: ["Imaging"], exclude: ["APOC/README.md", "README.md"]),
        .target(name: "Morphology", dependencies: ["Imaging"], exclude: ["README.md"]),
        .target(
            name: "Classifiers",
            dependencies: ["Features", "Forests", "HDF5Files", "Imaging", "Measurement"],
            exclude: ["APOC/README.md", "Ilastik/README.md"]
        ),

        .target(
            name: "Training",
            dependencies: [
                "Forests",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Growing/README.md", "Samples/README.md"]
        ),
        .target(name: "Validation", dependencies: ["Imaging"]),

        // Engine, and what becomes of objects
        .target(
            name: "Segmentation",
            dependencies: [
                "CLinux", "Classifiers", "Devices", "Features", "Forests", "Imaging", "Kernels", "OpenCLRuntime",
            ],
            exclude: ["Labelling/README.md"]
        ),
        .target(name: "Exports", dependencies: ["Imaging"]),

        // The border: values that cross between daemon and worker
        .target(
            name: "WorkerProtocol",
            dependencies: ["CLinux", "Devices", "Imaging", .product(name: "SystemPackage", package: "swift-system")]
        ),

        // The worker's side
        .target(
            name: "Worker",
            dependencies: [
                "CLinux", "Classifiers", "Concurrency", "Devices", "Exports", "Features", "Files", "Forests", "Imaging",
                "Measurement", "Morphology", "Pictures", "Segmentation", "TIFFFiles", "Training", "Validation",
                "WorkerProtocol",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        // The daemon's side imports nothing of the worker's, nor of what only the worker uses: neither pixels nor
        // classifiers are touched here.
        .target(
            name: "Results",
            dependencies: [
                "Files", "Imaging", "WorkerProtocol",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Experiment/README.md", "Summary/README.md", "Summary/summary.schema.json"]
        ),
        .target(
            name: "WorkerClient",
            dependencies: [
                "CLinux", "Concurrency", "Devices", "Files", "Imaging", "WorkerProtocol",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "Watching",
            dependencies: [
                "CLinux", "Concurrency", "Files",
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["README.md"]
        ),
        .target(
            name: "Ledger",
            dependencies: [
                "Files",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        // Host
        .target(
            name: "Settings",
            dependencies: [
                "Devices", "Files", "Imaging", "Results", "WorkerProtocol",
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            exclude: ["Groups/README.md"]
        ),
        .target(
            name: "SystemdSupport",
            dependencies: ["CSystemd", .product(name: "Logging", package: "swift-log")]
        ),
        .target(
            name: "Service",
            dependencies: [
                "Concurrency", "Files", "Imaging", "Ledger", "Results", "Settings", "SystemdSupport", "Watching",
                "WorkerClient", "WorkerProtocol",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            exclude: ["Commands/README.md", "Quality/README.md", "Training/Versions/README.md"]
        ),

        // Program
        .executableTarget(
            name: "segmentd",
            dependencies: [
                "CLocaleData", "Devices", "Files", "Imaging", "Pictures", "Results", "Service", "Settings",
                "SystemdSupport", "Training", "Worker",
                "WorkerClient",
                "WorkerProtocol",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            linkerSettings: staticRuntime
        ),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: ["CLinux", "Imaging", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/TestSupport"
        ),
        .executableTarget(name: "AcquisitionSimulator", dependencies: ["Imaging"], path: "Tests/AcquisitionSimulator"),
    ]
        + testTargets([
            "Imaging": [], "OpenCLRuntime": ["Devices", "Features", "Kernels"], "TIFFFiles": ["Imaging"],
            "HDF5Files": [],
            "Forests": [], "Features": ["Imaging"],
            "Classifiers": ["Features", "Forests", "HDF5Files", "Imaging", "Measurement"],
            "Segmentation": ["Classifiers", "Features", "Forests", "Imaging", "OpenCLRuntime", "TIFFFiles"],
            "Training": ["Classifiers", "Forests", "Imaging"], "Validation": ["Imaging"],
            "Measurement": ["Imaging"], "Morphology": ["Imaging"], "Exports": ["Imaging"], "Pictures": ["Imaging"],
            "Files": ["CLinux"], "WorkerProtocol": ["Imaging"],
            "Worker": [
                "Classifiers", "Features", "Files", "Forests", "HDF5Files", "Imaging", "Pictures", "Segmentation",
                "TIFFFiles",
                "Training", "WorkerProtocol",
            ],
            "Results": ["CLinux", "Files", "Imaging", "Measurement", "TIFFFiles", "WorkerProtocol"],
            "WorkerClient": ["WorkerProtocol"], "Watching": ["Files"], "Ledger": ["Files"],
            "Settings": ["Devices", "Files", "Imaging", "Results", "WorkerProtocol"], "SystemdSupport": [],
            "Service": [
                "Classifiers", "Files", "Imaging", "Ledger", "Measurement", "Results", "Settings", "TIFFFiles",
                "Watching", "Worker",
                "WorkerClient", "WorkerProtocol",
            ],
        ]) + [
            .testTarget(
                name: "EndToEndTests",
                dependencies: [
                    "Files", "Imaging", "Results", "TestSupport", "WorkerProtocol",
                    .product(name: "SystemPackage", package: "swift-system"),
                ]
            )
        ],
    swiftLanguageModes: [.v6]
)

// `make fuzz` and `make mutants`; a toolchain without libFuzzer builds everything else.
if Context.environment["SEGMENTD_FUZZ"] != nil {
    let parts: [(String, [Target.Dependency])] = [
        ("Directories", ["FuzzDriver"]), ("Descriptions", ["FuzzDriver"]),
        ("Classifiers", ["Classifiers", "FuzzDriver"]),
        ("Extracts", ["Classifiers", "Forests", "FuzzDriver"]),
        ("Samples", ["FuzzDriver", "Training", .product(name: "Crypto", package: "swift-crypto")]),
    ]
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .target(name: "FuzzDriver", dependencies: ["CFuzzer", "Imaging", "TIFFFiles"], path: "Tests/Fuzz/Driver"),
        .executableTarget(name: "Mutants", dependencies: ["FuzzDriver"], path: "Tests/Fuzz/Mutants"),
        .executableTarget(name: "ReadProject", dependencies: ["Classifiers", "Forests"], path: "Tests/Fuzz/Projects"),
    ]
    package.targets += parts.map { .executableTarget(name: "Fuzz\($0)", dependencies: $1, path: "Tests/Fuzz/\($0)") }
}

/// The test target of each library target, named after it.
func testTargets(_ dependencies: [String: [Target.Dependency]]) -> [Target] {
    dependencies.sorted { $0.key < $1.key }.map { name, more in
        .testTarget(
            name: "\(name)Tests",
            dependencies: [.init(stringLiteral: name), "TestSupport"] + more,
            // Scripts are read from the source folder.
            exclude: name == "Watching" ? ["Scripts"] : []
        )
    }
}

let upcomingFeatures: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
/// Warnings of our own targets are errors in the checking commands (`make test`), not for those who build with a later compiler.
let strictness: [SwiftSetting] =
    Context.environment["SEGMENTD_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]
for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + upcomingFeatures + strictness
}
