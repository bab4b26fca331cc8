/// A system whose files are TIFFs inside, and are not read, or not all of them: they are refused by what they are.
struct ForeignSystem: Sendable {
    /// What a file is called: "a Leica SCN slide".
    let name: String
    /// Why none of its files is read; nil where some are, and only a fault is told by the name.
    var reason: String?
    let isRecognised: @Sendable (DescribedFile) -> Bool

    /// The system that `described` is of; nil where none is known.
    static func of(_ described: DescribedFile) -> ForeignSystem? { all.first { $0.isRecognised(described) } }

    private static let mosaic = "its images, levels and label are pages whose places only its maker's XML tells"

    private static let all = slides + cameras + others

    private static let slides = [
        ForeignSystem(name: "a Leica SCN slide", reason: mosaic) { described in
            described.texts.contains { $0.contains("<scn ") || $0.contains("<scn>") }
        },
        ForeignSystem(name: "a Ventana BIF slide", reason: mosaic) { described in
            let labels = ["Label Image", "Label_Image", "Probability_Image"]
            return described.has(TagNumber.metadataXML)
                && (described.software.contains("Ventana") || described.software.hasPrefix("ScanOutputManager")
                    || described.texts.contains { labels.contains($0) })
        },
        ForeignSystem(name: "an Argos AVS slide", reason: mosaic) { described in
            described.beginning(TagNumber.argos).hasPrefix("<Argos")
        },
        ForeignSystem(
            name: "a Hamamatsu NDPI slide",
            reason: "it has more than 4 GB, with places in the file that TIFF cannot express"
        ) { $0.isHamamatsu && $0.file.size >= 1 << 32 },
        ForeignSystem(name: "a Hamamatsu NDPI slide") { $0.isHamamatsu },
        ForeignSystem(name: "a Philips slide") { described in
            described.software.hasPrefix("Philips DP") || described.texts.contains { $0.contains("DPUfsImport") }
        },
        ForeignSystem(name: "an Aperio SVS slide") { $0.texts.first?.hasPrefix("Aperio ") == true },
        ForeignSystem(name: "a PerkinElmer QPTIFF slide") { $0.software.hasPrefix("PerkinElmer-QPI") },
        ForeignSystem(name: "an Indica Labs slide") { $0.software.hasPrefix("IndicaLabsImageWriter") },
        ForeignSystem(name: "a 3DHistech slide") { $0.texts.first?.contains("3DHISTECH") == true },
        ForeignSystem(name: "a Trestle slide") { $0.software.hasPrefix("MedScan") },
    ]

    private static let raw =
        "its pixels are a camera's raw data under a colour filter, and its first image is a preview"

    private static let cameras = [
        ForeignSystem(name: "a digital camera's raw file (DNG)", reason: raw) { $0.has(TagNumber.dngVersion) },
        ForeignSystem(name: "a digital camera's raw file (Canon CR2)", reason: raw) { described in
            // Pixels that stand right behind the header may have two of these bytes by chance.
            described.file.read(at: 8, count: 4) == Array("CR".utf8) + [2, 0]
        },
        ForeignSystem(name: "a digital camera's raw file (Nikon NEF)", reason: raw) { isRaw($0, of: "NIKON") },
        ForeignSystem(name: "a digital camera's raw file (Sony ARW)", reason: raw) { isRaw($0, of: "SONY") },
        ForeignSystem(name: "a digital camera's raw file (Pentax PEF)", reason: raw) { isRaw($0, of: "PENTAX") },
        ForeignSystem(name: "a digital camera's raw file") { described in
            [32_803, 34_892].contains(described.pages.first?.photometric ?? 1)
        },
    ]

    /// A small image first, and the raw ones in directories of their own.
    private static func isRaw(_ described: DescribedFile, of make: String) -> Bool {
        described.beginning(TagNumber.make).uppercased().hasPrefix(make) && described.has(TagNumber.subDirectories)
            && described.allPages.first?.isReduced == true
    }

    private static let others = [
        ForeignSystem(name: "an electron-event movie (EER)") { described in
            described.header.isBig && described.beginning(TagNumber.electronEvents).hasPrefix("<metadata>")
                || (65_000...65_002).contains(described.pages.first?.compression ?? 1)
        },
        ForeignSystem(name: "a MetaMorph file") { $0.has(TagNumber.metaMorphSettings) },
        ForeignSystem(name: "a Zeiss LSM file") { $0.has(TagNumber.zeissLSM) },
        ForeignSystem(name: "an Olympus FluoView file") { $0.has(TagNumber.fluoViewHeader) },
        ForeignSystem(name: "an Olympus file (cellSens, analySIS)") { $0.has(TagNumber.olympusSIS) },
        ForeignSystem(name: "an Andor file") { $0.has(TagNumber.andor) },
        ForeignSystem(name: "a map (GeoTIFF)") { $0.has(TagNumber.geoKeys) },
    ]
}

extension TIFFFault {
    /// The same fault, beginning with what the file is.
    ///
    /// What a damaged or unfinished file lacks is told without: it has nothing to do with its maker.
    func ofFile(_ system: ForeignSystem?) -> TIFFFault {
        guard let system, !problem.isOfUnfinishedFile || problem == .missingTag, problem != .unreadable else {
            return self
        }
        var fault = self
        fault.detail = "it is \(system.name): \(detail)"
        return fault
    }
}
