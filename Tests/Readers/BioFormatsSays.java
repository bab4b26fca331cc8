import java.util.StringJoiner;
import java.util.zip.CRC32;
import loci.common.DebugTools;
import loci.common.services.ServiceFactory;
import loci.formats.FormatTools;
import loci.formats.ImageReader;
import loci.formats.meta.IMetadata;
import loci.formats.services.OMEXMLService;
import ome.units.UNITS;
import ome.units.quantity.Length;
import ome.units.quantity.Time;

/** Says what Bio-Formats reads from images: a line for each file, of fields "name=value" separated by tabs. */
public class BioFormatsSays {
    public static void main(String[] paths) throws Exception {
        DebugTools.setRootLevel("ERROR");
        System.out.println("version=" + FormatTools.VERSION);
        OMEXMLService service = new ServiceFactory().getInstance(OMEXMLService.class);
        for (String path : paths) {
            String said;
            try {
                said = describe(path, service.createOMEXMLMetadata());
            } catch (Throwable problem) {
                said = "failure=" + problem;
            }
            System.out.println(path + "\t" + said);
        }
    }

    private static String describe(String path, IMetadata metadata) throws Exception {
        try (ImageReader reader = new ImageReader()) {
            reader.setMetadataStore(metadata);
            reader.setId(path);
            StringJoiner names = new StringJoiner("|");
            for (int channel = 0; channel < metadata.getChannelCount(0); channel++) {
                String name = metadata.getChannelName(0, channel);
                names.add(name == null ? "" : name);
            }
            StringJoiner positions = new StringJoiner("|");
            for (int image = 0; image < metadata.getImageCount(); image++) {
                positions.add("" + metadata.getImageName(image));
            }
            Time interval = metadata.getPixelsTimeIncrement(0);
            return String.join("\t", "format=" + reader.getFormat(), "images=" + reader.getSeriesCount(),
                "extents=" + reader.getSizeT() + "," + reader.getSizeZ() + "," + reader.getSizeC(),
                "size=" + reader.getSizeY() + "," + reader.getSizeX(),
                "type=" + FormatTools.getPixelTypeString(reader.getPixelType()),
                "sizes=" + micrometres(metadata.getPixelsPhysicalSizeX(0)) + ","
                    + micrometres(metadata.getPixelsPhysicalSizeY(0)) + ","
                    + micrometres(metadata.getPixelsPhysicalSizeZ(0)),
                "interval=" + (interval == null ? "none" : "" + interval.value(UNITS.SECOND)), "names=" + names,
                "positions=" + positions,
                "pixels=" + checksum(reader));
        }
    }

    private static String micrometres(Length length) {
        return length == null || length.value(UNITS.MICROMETER) == null ? "none" : "" + length.value(UNITS.MICROMETER);
    }

    /** Over all planes of all images, frames slowest, then slices, then channels; little-endian. */
    private static String checksum(ImageReader reader) throws Exception {
        CRC32 sum = new CRC32();
        int width = FormatTools.getBytesPerPixel(reader.getPixelType());
        for (int image = 0; image < reader.getSeriesCount(); image++) {
            reader.setSeries(image);
            for (int t = 0; t < reader.getSizeT(); t++) {
                for (int z = 0; z < reader.getSizeZ(); z++) {
                    for (int c = 0; c < reader.getSizeC(); c++) {
                        byte[] plane = reader.openBytes(reader.getIndex(z, c, t));
                        sum.update(reader.isLittleEndian() ? plane : reversed(plane, width));
                    }
                }
            }
        }
        return Long.toHexString(sum.getValue());
    }

    private static byte[] reversed(byte[] plane, int width) {
        byte[] bytes = new byte[plane.length];
        for (int i = 0; i < plane.length; i++) {
            bytes[i] = plane[i / width * width + width - 1 - i % width];
        }
        return bytes;
    }
}
