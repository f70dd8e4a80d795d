# Figure of the README. readme.sh writes the data files it reads.
set terminal svg size 960,430 dynamic font "Helvetica,13" background "#ffffff"
set output "readme.svg"
set multiplot layout 1,2 margins 0.07,0.985,0.16,0.89 spacing 0.095
set border 3 lw 1.2
set tics nomirror out
set key reverse Left samplen 2

set title "^{75}As NQR line at 77 K: reconstructed data" offset 0,-0.4
set xlabel "frequency (MHz)"
set ylabel "amplitude" offset 1.5
set yrange [-0.08:1.15]
plot "line.dat" using 1:2:3 with yerrorbars pt 7 ps 0.45 lw 1.5 lc "#444444" title "reconstructed", \
     "line.dat" using 1:4 with lines lw 2.5 lc "#0072b2" title "fitted"

set title "Exponents, 68 percent of the posterior shaded" offset 0,-0.4
set xlabel "temperature (K)"
set ylabel "exponent"
set xrange [300:700]
set yrange [-4:3]
set key bottom right
set arrow 1 from 453,graph 0 to 453,graph 1 nohead dt 3 lc "#888888"
set label 1 "T_g" at 457,2.6 textcolor "#555555"
plot "fitted.dat" using 1:3:4 with filledcurves fc "#e69f00" fs transparent solid 0.25 notitle, \
     "fitted.dat" using 1:6:7 with filledcurves fc "#0072b2" fs transparent solid 0.25 notitle, \
     "fitted.dat" using 1:2 with lines lw 2.5 lc "#e69f00" title "alpha, fitted", \
     "fitted.dat" using 1:5 with lines lw 2.5 lc "#0072b2" title "beta, fitted", \
     "printed.dat" using 1:2 with lines lw 1.8 dt 2 lc "#e69f00" title "alpha, amplitudes as printed", \
     "printed.dat" using 1:5 with lines lw 1.8 dt 2 lc "#0072b2" title "beta, amplitudes as printed"
unset multiplot
