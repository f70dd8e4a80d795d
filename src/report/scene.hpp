#pragma once

#include <string>
#include <vector>

#include "lpsglass/report/figure.hpp"

namespace lpsglass::report {

/// A place of a drawing, in its own unit of length.
struct Spot {
    double x = 0.0, y = 0.0;
};

/// Shapes of a drawing in the plane, drawn from back to front. They become tables of a figure and the script
/// that plots them at equal scales, without axes.
class Scene {
  public:
    void polygon(const std::string& name, double depth, const std::vector<Spot>& corners,
                 const std::string& style);
    void line(const std::string& name, double depth, const std::vector<Spot>& spots,
              const std::string& style);
    /// @param style e.g. `lw 2 lc rgb '#0072b2'`
    void arrow(const std::string& name, double depth, Spot from, Spot to, const std::string& style);
    void circle(const std::string& name, double depth, Spot centre, double radius, const std::string& colour);
    /// @param text enhanced; labels lie above all shapes. @param style e.g. `font ',12'`
    void label(Spot at, const std::string& text, const std::string& style = "");
    /// Makes the picture include a spot that no shape reaches.
    void include(Spot at);

    [[nodiscard]] Spot corner() const { return {left_, bottom_}; } ///< lower left one of all there is
    [[nodiscard]] double width() const { return right_ - left_; }
    [[nodiscard]] double height() const { return top_ - bottom_; }

    /// Adds the tables to the figure, their names beginning with `prefix`, and returns the commands for a
    /// plot that fills the part of the picture from `bottom` to `top` (0 to 1), `units` wide.
    std::string place(Figure& figure, const std::string& prefix, double bottom, double top,
                      double units) const;

  private:
    struct Shape {
        std::string name;
        double depth;
        std::vector<double> x, y, extra; ///< extra: radius, or nothing
        std::string plot;                ///< what follows the data's name
    };
    void add(Shape shape);

    std::vector<Shape> shapes_;
    std::vector<std::string> labels_;
    double left_ = 1e300, right_ = -1e300, bottom_ = 1e300, top_ = -1e300;
};

/// A figure of scenes, the first on top, all at the scale of the widest.
void stack(Figure& figure, const std::vector<std::pair<std::string, const Scene*>>& scenes);

} // namespace lpsglass::report
