extension GroupPattern {
    /// A way in which a microscope, or its software, calls the images that it writes or exports.
    package struct Preset: Sendable {
        /// What stands in the configuration.
        package let name: String
        /// The pattern for which it stands.
        package let pattern: String
        /// The name of an image, as the program gives it.
        package let example: String
        /// The groups of the example.
        package let groups: [String]
    }

    /// Every preset.
    package static let presets = [
        Preset(
            name: "imagexpress",
            pattern: "[{plate}_]{well}[_s{site:digits}]_w{channel:1digits}[*]",
            example: "IXMtest_A02_s9_w1F79E4A2B-0C39-4E38-9CBE-8A1E4F9D2C11.tif",
            groups: ["IXMtest", "A02", "9", "1"]
        ),
        Preset(
            name: "metamorph",
            pattern: "{experiment}_w{channel:1digits}[{stain}][_s{site:digits}][_t{timepoint:digits}]",
            example: "plate7_w1DAPI_s12_t3.TIF",
            groups: ["plate7", "1", "DAPI", "12", "3"]
        ),
        Preset(
            name: "harmony",
            pattern:
                "r{row:2digits}c{column:2digits}f{site:digits}p{slice:digits}-ch{channel:digits}sk{timepoint:digits}"
                + "fk*fl*",
            example: "r02c03f01p01-ch1sk1fk1fl1.tiff",
            groups: ["02", "03", "01", "01", "1", "1", "B03"]
        ),
        Preset(
            name: "cellvoyager",
            pattern: "{plate}_{well}_T{timepoint:digits}F{site:digits}L{line:digits}A{action:digits}Z{slice:digits}"
                + "C{channel:digits}",
            example: "AssayPlate_Greiner_B03_T0001F001L01A01Z01C02.tif",
            groups: ["AssayPlate_Greiner", "B03", "0001", "001", "01", "01", "01", "02"]
        ),
        Preset(
            name: "cellomics",
            pattern: "{plate}_{well}f{site:digits}d{channel:digits}",
            example: "AS_09125_050116000001_A01f00d0.TIF",
            groups: ["AS_09125_050116000001", "A01", "00", "0"]
        ),
        Preset(
            name: "incucyte",
            pattern: #"^(?P<plate>.+)_(?P<well>[A-Z]{1,2}[0-9]{1,2})_(?P<site>[0-9]+)_"#
                + #"(?P<timepoint>(?:[0-9]{4}y[0-9]{2}m)?[0-9]{2}d_?[0-9]{2}h[0-9]{2}m)\.tiff?$"#,
            example: "Drug screen_B7_1_2021y03m12d_10h30m.tif",
            groups: ["Drug screen", "B7", "1", "2021y03m12d_10h30m"]
        ),
        Preset(
            name: "micromanager",
            pattern: "img_channel{channel:digits}_position{site:digits}_time{timepoint:digits}_z{slice:digits}",
            example: "img_channel000_position003_time000000012_z001.tif",
            groups: ["000", "003", "000000012", "001"]
        ),
        Preset(
            name: "micromanager-1.4",
            pattern: "{site}/img_{timepoint:9digits}_{channel}_{slice:3digits}",
            example: "Pos3/img_000000012_DAPI_001.tif",
            groups: ["Pos3", "000000012", "DAPI", "001"]
        ),
        Preset(
            name: "lasx",
            pattern: "{experiment}[_t{timepoint:digits}][_z{slice:digits}][_RAW]_ch{channel:digits}",
            example: "Project_Series001_t02_z00_ch01.tif",
            groups: ["Project_Series001", "02", "00", "01"]
        ),
        Preset(
            name: "zen",
            pattern: #"^(?P<experiment>.+?)_(?:s(?P<site>\d+)|z(?P<slice>\d+)|t(?P<timepoint>\d+)|m(?P<tile>\d+)|"#
                + #"c(?P<channel>\d+(?:-\d+)*))+(?:_ORG)?\.(?:ome\.)?[Tt][Ii][Ff][Ff]?$"#,
            example: "Experiment-01_s2z1t3c1_ORG.tif",
            groups: ["Experiment-01", "2", "1", "3", "", "1"]
        ),
        Preset(
            name: "nis",
            pattern: "{experiment}[_][t{timepoint:digits}][xy{site:digits}][z{slice:digits}]c{channel:digits}",
            example: "embryo_t001xy02z03c1.tif",
            groups: ["embryo", "001", "02", "03", "1"]
        ),
        Preset(
            name: "fluoview",
            pattern: "{experiment}_C{channel:3digits}[Z{slice:3digits}][T{timepoint:3digits}]",
            example: "s_C001Z002T003.tif",
            groups: ["s", "001", "002", "003"]
        ),
    ]
}
