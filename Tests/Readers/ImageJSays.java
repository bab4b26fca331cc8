import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import java.util.StringJoiner;
import java.util.zip.CRC32;

/** Says what ImageJ reads from images and tables: a line for each file, of fields "name=value" separated by tabs. */
public class ImageJSays {
    public static void main(String[] paths) {
        System.out.println("version=" + IJ.getVersion());
        for (String path : paths) {
            String said;
            try {
                said = path.endsWith(".csv") ? ofTable(path) : ofImage(path);
            } catch (Throwable problem) {
                said = "failure=" + problem;
            }
            System.out.println(path + "\t" + said);
        }
        System.exit(0);
    }

    private static String ofTable(String path) throws Exception {
        ResultsTable table = ResultsTable.open(path);
        StringJoiner columns = new StringJoiner("|"), sums = new StringJoiner("|");
        for (String name : table.getHeadings()) {
            columns.add(name);
            double sum = 0;
            for (int row = 0; row < table.size(); row++) {
                sum += table.getValue(name, row);
            }
            sums.add("" + sum);
        }
        return "rows=" + table.size() + "\tcolumns=" + columns + "\tsums=" + sums;
    }

    private static String ofImage(String path) {
        ImagePlus image = IJ.openImage(path);
        if (image == null) {
            return "failure=not opened";
        }
        if (path.endsWith(".png")) {
            return "pixels=" + colours(image.getProcessor().convertToColorProcessor());
        }
        Calibration scale = image.getCalibration();
        StringJoiner names = new StringJoiner("|");
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            String name = image.getStack().getSliceLabel(plane);
            names.add(name == null ? "" : name.split("\n")[0]);
        }
        Object label = image.getProperty("Label");
        String info = image.getInfoProperty();
        String ranges = ranges(image);
        return String.join("\t",
            "extents=" + image.getNFrames() + "," + image.getNSlices() + "," + image.getNChannels(),
            "size=" + image.getHeight() + "," + image.getWidth(), "bits=" + image.getBitDepth(),
            "sizes=" + scale.pixelWidth + "," + scale.pixelHeight + "," + scale.pixelDepth, "unit=" + scale.getUnit(),
            "interval=" + scale.frameInterval + "," + scale.getTimeUnit(), "ranges=" + ranges,
            "names=" + (image.getStackSize() == 1 && label != null ? label : names),
            "info=" + (info == null ? "" : info.replaceAll("\\s+", " ")), "pixels=" + checksum(image));
    }

    /** What is shown from black to white in each channel, in the plane that is opened first and in the last one. */
    private static String ranges(ImagePlus image) {
        StringJoiner ranges = new StringJoiner("|");
        for (int channel = 1; channel <= image.getNChannels(); channel++) {
            for (boolean isLast : new boolean[] {false, true}) {
                image.setPosition(channel, isLast ? image.getNSlices() : 1, isLast ? image.getNFrames() : 1);
                // A window would do so: until then the first channel has no range yet.
                image.updateImage();
                ranges.add(image.getDisplayRangeMin() + "," + image.getDisplayRangeMax());
            }
        }
        return ranges.toString();
    }

    private static String colours(ImageProcessor picture) {
        CRC32 sum = new CRC32();
        for (int i = 0; i < picture.getPixelCount(); i++) {
            int colour = picture.get(i);
            sum.update(new byte[] {(byte) (colour >> 16), (byte) (colour >> 8), (byte) colour});
        }
        return Long.toHexString(sum.getValue());
    }

    /** Over all planes in their order, little-endian. */
    private static String checksum(ImagePlus image) {
        CRC32 sum = new CRC32();
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            ImageProcessor pixels = image.getStack().getProcessor(plane);
            int count = pixels.getPixelCount(), width = pixels.getBitDepth() / 8;
            byte[] bytes = new byte[count * width];
            for (int i = 0; i < count; i++) {
                // Of 32-bit pixels, the bits of the float.
                int value = pixels.get(i);
                for (int k = 0; k < width; k++) {
                    bytes[i * width + k] = (byte) (value >> 8 * k);
                }
            }
            sum.update(bytes);
        }
        return Long.toHexString(sum.getValue());
    }
}
