# Makes segmentd@.service from segmentd.service: sed -f instance.sed segmentd.service > segmentd@.service
1c\
# One of several services of segmentd on a computer: segmentd@NAME has the configuration /etc/segmentd/NAME.toml and\
# folders of its own. Made from segmentd.service by instance.sed; change that one.
2,/^$/{
/^$/!d
}
/^Description=/s/$/ (%i)/
s,/etc/segmentd/segmentd\.toml,/etc/segmentd/%i.toml,
s,^\(State\|Cache\|Runtime\)Directory=segmentd$,&-%i,
s,=%C/segmentd/,=%C/segmentd-%i/,
