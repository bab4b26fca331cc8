"""Real APOC on the system's OpenCL driver, warm: kernels compiled, image on the device."""

import time

import apoc
import numpy as np
import pyclesperanto_prototype as cle


class WarmAPOC:
    """One classifier on one image; the first call, which compiles, is made here and not measured."""

    def __init__(self, classifier, image):
        self.device = cle.select_device(dev_type="cpu").device.name
        self.classifier = apoc.PixelClassifier(opencl_filename=str(classifier))
        self.image = cle.push(image)
        self.features = None
        self.result = None
        #: CPU milliseconds of this process in the last run.
        self.cpu_milliseconds = 0.0
        self.first_milliseconds = sum(self.run())

    def run(self):
        """Milliseconds of the feature stack and of the prediction; neither pushing nor pulling is in them."""
        # The planes of the last run go first: their release is not this run's work.
        self.features = self.result = None
        start, cpu = time.perf_counter(), time.process_time()
        self.features = apoc.generate_feature_stack(self.image, self.classifier.feature_specification)
        self.finish()
        between = time.perf_counter()
        self.result = self.classifier.predict(features=self.features)
        self.finish()
        end = time.perf_counter()
        self.cpu_milliseconds = (time.process_time() - cpu) * 1000
        return (between - start) * 1000, (end - between) * 1000

    @property
    def class_map(self):
        """The class of each pixel, from 1, of the last run."""
        return np.asarray(self.result).astype(np.uint8)

    @staticmethod
    def feature_stack(setting, name, image):
        """The features of classifier S, M or L for the speed image, float32, (feature, Y, X).

        Kept in the scratch folder, as APOC needs minutes for them; remove it there when the speed image changes.
        """
        file = setting.folder("images") / f"{name}-features-{setting.side}.npy"
        if not file.exists():
            features = WarmAPOC(setting.classifier(name), image).features
            np.save(file, np.stack([np.asarray(feature) for feature in features]))
        return np.load(file)

    @staticmethod
    def finish():
        """Waits until the device has done all that was asked for; calls only enqueue."""
        cle.get_device().queue.finish()
