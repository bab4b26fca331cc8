import Glibc
import Synchronization

/// The functions of libhdf5 that are used, found when first needed: the program is built without the library and its headers.
///
/// Types are those of the C library since 1.10: identifiers are 64 bits wide, sizes unsigned.
struct HDF5Library: Sendable {
    /// An open object, or what stands for a type or a list of properties.
    typealias Identifier = Int64

    /// Names that Linux systems give the library, the serial one first.
    static let names = [
        "libhdf5_serial.so.103", "libhdf5.so.103", "libhdf5_serial.so.310", "libhdf5.so.310", "libhdf5.so.200",
        "libhdf5.so.320", "libhdf5_serial.so", "libhdf5.so",
    ]
    /// Names a library to take instead.
    static let variable = "SEGMENTD_HDF5"

    let createList: @convention(c) (Identifier) -> Identifier
    let closeList: @convention(c) (Identifier) -> Int32
    let setCloseDegree: @convention(c) (Identifier, Int32) -> Int32
    let setInMemory: @convention(c) (Identifier, Int, Bool) -> Int32
    let setImageCallbacks: @convention(c) (Identifier, UnsafeMutableRawPointer) -> Int32
    let setImage: @convention(c) (Identifier, UnsafeMutableRawPointer?, Int) -> Int32
    let silence: @convention(c) (Identifier, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32
    let openFile: @convention(c) (UnsafePointer<CChar>, UInt32, Identifier) -> Identifier
    let closeFile: @convention(c) (Identifier) -> Int32
    let openGroup: @convention(c) (Identifier, UnsafePointer<CChar>, Identifier) -> Identifier
    let closeGroup: @convention(c) (Identifier) -> Int32
    let groupInfo: @convention(c) (Identifier, UnsafeMutableRawPointer) -> Int32
    let linkExists: @convention(c) (Identifier, UnsafePointer<CChar>, Identifier) -> Int32
    let linkInfo: @convention(c) (Identifier, UnsafePointer<CChar>, UnsafeMutableRawPointer, Identifier) -> Int32
    let linkName:
        @convention(c) (
            Identifier, UnsafePointer<CChar>, Int32, Int32, UInt64, UnsafeMutablePointer<CChar>?, Int, Identifier
        ) -> Int
    let openDataset: @convention(c) (Identifier, UnsafePointer<CChar>, Identifier) -> Identifier
    let closeDataset: @convention(c) (Identifier) -> Int32
    let openObject: @convention(c) (Identifier, UnsafePointer<CChar>, Identifier) -> Identifier
    let closeObject: @convention(c) (Identifier) -> Int32
    let kindOfIdentifier: @convention(c) (Identifier) -> Int32
    let spaceOfDataset: @convention(c) (Identifier) -> Identifier
    let typeOfDataset: @convention(c) (Identifier) -> Identifier
    let listOfDataset: @convention(c) (Identifier) -> Identifier
    let storedSize: @convention(c) (Identifier) -> UInt64
    let read:
        @convention(c) (Identifier, Identifier, Identifier, Identifier, Identifier, UnsafeMutableRawPointer) -> Int32
    let layoutOfList: @convention(c) (Identifier) -> Int32
    let chunkOfList: @convention(c) (Identifier, Int32, UnsafeMutablePointer<UInt64>) -> Int32
    let filterCount: @convention(c) (Identifier) -> Int32
    let externalCount: @convention(c) (Identifier) -> Int32
    let rank: @convention(c) (Identifier) -> Int32
    let extents: @convention(c) (Identifier, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>?) -> Int32
    let kindOfSpace: @convention(c) (Identifier) -> Int32
    let closeSpace: @convention(c) (Identifier) -> Int32
    let kindOfType: @convention(c) (Identifier) -> Int32
    let sizeOfType: @convention(c) (Identifier) -> Int
    let isVariableString: @convention(c) (Identifier) -> Int32
    let closeType: @convention(c) (Identifier) -> Int32
    /// Functions that take and free memory for texts, each with what it is told.
    let setTextMemory:
        @convention(c) (
            Identifier, @convention(c) (Int, UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?,
            UnsafeMutableRawPointer, @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void,
            UnsafeMutableRawPointer?
        ) -> Int32
    let reclaim: @convention(c) (Identifier, Identifier, Identifier, UnsafeMutableRawPointer) -> Int32

    /// `H5P_FILE_ACCESS`, `H5P_DATASET_XFER`, and the types of values in memory.
    let fileAccess: Identifier
    let transfer: Identifier
    let int64: Identifier
    let int32: Identifier
    let double: Identifier

    /// The library of this process; loaded once.
    static let standard: Result<HDF5Library, HDF5Problem> = Result { () throws(HDF5Problem) in
        try HDF5Library(names: getenv(variable).map { [String(cString: $0)] } ?? names)
    }

    /// Held while a file is open: the library has no locks of its own.
    static let turn = Mutex<Void>(())

    /// Loads the first library of these names that there is.
    init(names: [String]) throws(HDF5Problem) {
        var reasons: [String] = []
        for name in names {
            guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
                reasons.append(dlerror().map { String(cString: $0) } ?? name)
                continue
            }
            try self.init(handle: handle, name: name)
            return
        }
        throw .noLibrary(reason: reasons.first ?? "no name of a library is known")
    }

    private init(handle: UnsafeMutableRawPointer, name: String) throws(HDF5Problem) {
        func pointer(_ symbol: String) throws(HDF5Problem) -> UnsafeMutableRawPointer {
            guard let found = dlsym(handle, symbol) else {
                throw .noLibrary(reason: "\(name) has no \(symbol)")
            }
            return found
        }
        func call<Function>(_ symbol: String, as type: Function.Type = Function.self) throws(HDF5Problem) -> Function {
            unsafeBitCast(try pointer(symbol), to: Function.self)
        }
        func value(_ symbol: String) throws(HDF5Problem) -> Identifier {
            try pointer(symbol).loadUnaligned(as: Identifier.self)
        }
        try Self.prepare(handle, name: name)
        createList = try call("H5Pcreate")
        closeList = try call("H5Pclose")
        setCloseDegree = try call("H5Pset_fclose_degree")
        setInMemory = try call("H5Pset_fapl_core")
        setImageCallbacks = try call("H5Pset_file_image_callbacks")
        setImage = try call("H5Pset_file_image")
        silence = try call("H5Eset_auto2")
        openFile = try call("H5Fopen")
        closeFile = try call("H5Fclose")
        openGroup = try call("H5Gopen2")
        closeGroup = try call("H5Gclose")
        groupInfo = try call("H5Gget_info")
        linkExists = try call("H5Lexists")
        // The structure's first member is all that is read, and is the same in all of them.
        linkInfo = try call(["H5Lget_info2", "H5Lget_info1"].first { dlsym(handle, $0) != nil } ?? "H5Lget_info")
        linkName = try call("H5Lget_name_by_idx")
        openDataset = try call("H5Dopen2")
        closeDataset = try call("H5Dclose")
        openObject = try call("H5Oopen")
        closeObject = try call("H5Oclose")
        kindOfIdentifier = try call("H5Iget_type")
        spaceOfDataset = try call("H5Dget_space")
        typeOfDataset = try call("H5Dget_type")
        listOfDataset = try call("H5Dget_create_plist")
        storedSize = try call("H5Dget_storage_size")
        read = try call("H5Dread")
        layoutOfList = try call("H5Pget_layout")
        chunkOfList = try call("H5Pget_chunk")
        filterCount = try call("H5Pget_nfilters")
        externalCount = try call("H5Pget_external_count")
        rank = try call("H5Sget_simple_extent_ndims")
        extents = try call("H5Sget_simple_extent_dims")
        kindOfSpace = try call("H5Sget_simple_extent_type")
        closeSpace = try call("H5Sclose")
        kindOfType = try call("H5Tget_class")
        sizeOfType = try call("H5Tget_size")
        isVariableString = try call("H5Tis_variable_str")
        closeType = try call("H5Tclose")
        setTextMemory = try call("H5Pset_vlen_mem_manager")
        reclaim = try call("H5Dvlen_reclaim")
        fileAccess = try value("H5P_CLS_FILE_ACCESS_ID_g")
        transfer = try value("H5P_CLS_DATASET_XFER_ID_g")
        int64 = try value("H5T_NATIVE_INT64_g")
        int32 = try value("H5T_NATIVE_INT32_g")
        double = try value("H5T_NATIVE_DOUBLE_g")
    }

    /// Has the library begin, and load nothing that a file asks for.
    private static func prepare(_ handle: UnsafeMutableRawPointer, name: String) throws(HDF5Problem) {
        // Otherwise it takes itself down at the process's end, in whatever state a worker is ended.
        if let leave = dlsym(handle, "H5dont_atexit") {
            _ = unsafeBitCast(leave, to: (@convention(c) () -> Int32).self)()
        }
        guard let begin = dlsym(handle, "H5open"), let tell = dlsym(handle, "H5get_libversion") else {
            throw .noLibrary(reason: "\(name) is no HDF5 library")
        }
        var (major, minor, release) = (UInt32(0), UInt32(0), UInt32(0))
        typealias Number = UnsafeMutablePointer<UInt32>
        _ = unsafeBitCast(tell, to: (@convention(c) (Number, Number, Number) -> Int32).self)(&major, &minor, &release)
        // Before 1.10 identifiers had 32 bits.
        guard major > 1 || major == 1 && minor >= 10 else {
            throw .noLibrary(reason: "\(name) is HDF5 \(major).\(minor).\(release), and 1.10 or later is needed")
        }
        guard unsafeBitCast(begin, to: (@convention(c) () -> Int32).self)() >= 0 else {
            throw .noLibrary(reason: "\(name) does not begin")
        }
        if let plugins = dlsym(handle, "H5PLset_loading_state") {
            _ = unsafeBitCast(plugins, to: (@convention(c) (UInt32) -> Int32).self)(0)
        }
    }
}
