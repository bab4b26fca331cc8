# Makes a configuration in which nothing is set of the delivered one: what is not a comment becomes one.
1i\
# Nothing is configured yet: `segmentd setup` asks for a folder and a classifier, writes this file and starts the\
# service. Whoever writes it by hand takes the # away where a key begins; the least is\
#\
#   [[folder]]\
#   path = "/data/scope1"\
#       [[folder.recipe]]\
#       classifier = "/etc/segmentd/nuclei.cl"\

/^[[:space:]]*[^#[:space:]]/s/^/#/
s|Sources/Measurement/README.md|/usr/share/doc/segmentd/Measurement.md|
s|Sources/Service/Quality/README.md|/usr/share/doc/segmentd/Quality.md|
s|Config/alerts.yml|/usr/share/doc/segmentd/examples/alerts.yml|
