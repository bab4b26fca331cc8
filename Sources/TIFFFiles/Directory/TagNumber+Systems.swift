/// Numbers of the tags that single systems write.
extension TagNumber {
    static let make: UInt16 = 271
    static let subDirectories: UInt16 = 330
    /// XML of Adobe's, in which Ventana keeps its own.
    static let metadataXML: UInt16 = 700
    /// Andor: the first of its own.
    static let andor: UInt16 = 4864
    /// Olympus SIS: text in sections, and a structure.
    static let olympusText: UInt16 = 33_471
    static let olympusSIS: UInt16 = 33_560
    /// MetaMorph: settings, planes, wavelengths, more settings.
    static let metaMorphSettings: UInt16 = 33_628
    static let metaMorphWavelengths: UInt16 = 33_630
    static let metaMorphPlaneSettings: UInt16 = 33_631
    /// Olympus FluoView: dimensions, and the time of each page.
    static let fluoViewHeader: UInt16 = 34_361
    static let fluoViewStamp: UInt16 = 34_362
    /// Zeiss LSM: dimensions, voxel, names.
    static let zeissLSM: UInt16 = 34_412
    static let geoKeys: UInt16 = 34_735
    static let dngVersion: UInt16 = 50_706
    /// Micro-Manager and NDTiff: JSON of a page.
    static let microManager: UInt16 = 51_123
    static let argos: UInt16 = 65_000
    /// Thermo Fisher's electron-event movies: XML.
    static let electronEvents: UInt16 = 65_001
    static let hamamatsuNDPI: UInt16 = 65_420
}
