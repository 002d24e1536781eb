#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Writes categories.def, scripts.def and folding.def, beside this file, from the Unicode data that
# comes with perl. To follow a newer version of Unicode, run it with a newer perl.
use strict;
use warnings;
use File::Basename;
use Unicode::UCD qw(prop_invlist prop_invmap prop_values prop_value_aliases);

my $folder = dirname(__FILE__);
my $version = Unicode::UCD::UnicodeVersion();

# Opens a table and writes what it is.
sub table {
  my ($name, @purpose) = @_;
  open(my $out, '>', "$folder/$name.def") or die "$name.def: $!";
  print $out "// SPDX-License-Identifier: Apache-2.0\n";
  print $out "// $_\n" for @purpose;
  print $out "// Unicode $version, written by unicode_tables.pl.\n";
  return $out;
}

# The numbers, as many on a line as fit.
sub wrapped {
  my $line = '';
  my $text = '';
  for my $number (@_) {
    if (length($line) + length($number) + 2 > 116) {
      $text .= "    $line" =~ s{ $}{}r . "\n";
      $line = '';
    }
    $line .= "$number, ";
  }
  $line =~ s/, $//;
  return "$text    $line";
}

sub group {
  my ($out, $property, $name) = @_;
  my @borders = prop_invlist("$property=$name");
  push @borders, 0x110000 if @borders % 2;
  my @ranges;
  while (@borders) {
    my ($begin, $end) = splice(@borders, 0, 2);
    push @ranges, sprintf('0x%x', $begin), sprintf('0x%x', $end - 1);
  }
  print $out "LINTEL_UNICODE_GROUP($name,\n", wrapped(@ranges), ")\n" if @ranges;
}

my $categories = table('categories',
  'The general categories of two letters: LINTEL_UNICODE_GROUP(name, first, last, first, last...).');
group($categories, 'General_Category', $_)
  for grep { length == 2 && $_ ne 'Cn' && $_ ne 'LC' && $_ ne 'L_' } sort(prop_values('gc'));

my $scripts = table('scripts', 'The scripts: LINTEL_UNICODE_GROUP(name, first, last, first, last...).');
for my $value (sort(map { (prop_value_aliases('sc', $_))[1] } prop_values('sc'))) {
  group($scripts, 'Script', $value) if $value ne 'Unknown' && $value ne 'Katakana_Or_Hiragana';
}

# Characters with one simple case folding form a circle; a row leads from each to the next.
my ($list, $map) = prop_invmap('Simple_Case_Folding');
my %circles;
for my $i (0 .. $#$list) {
  next if $map->[$i] == 0;
  for my $code ($list->[$i] .. $list->[$i + 1] - 1) {
    push @{$circles{$map->[$i] + $code - $list->[$i]}}, $code;
  }
}
my %next;
for my $folded (keys %circles) {
  my @circle = sort { $a <=> $b } ($folded, @{$circles{$folded}});
  $next{$circle[$_]} = $circle[($_ + 1) % @circle] for 0 .. $#circle;
}
my $folding = table('folding',
  'Case folding: LINTEL_FOLD(first, last, step, distance): from each of first, first + step...',
  'last it is this far to the next character that differs in letter case alone; the last of them leads',
  'to the first again.');
my @codes = sort { $a <=> $b } keys %next;
while (@codes) {
  my $first = shift @codes;
  my $last = $first;
  my $distance = $next{$first} - $first;
  my $step = 1;
  if (@codes && $next{$codes[0]} - $codes[0] == $distance && $codes[0] - $first <= 2) {
    $step = $codes[0] - $first;
  } elsif (@codes > 1 && $codes[1] == $first + 2 && $next{$codes[1]} - $codes[1] == $distance) {
    $step = 2;
  }
  my %taken;
  for (my $code = $first + $step; exists $next{$code} && $next{$code} - $code == $distance; $code += $step) {
    $taken{$code} = 1;
    $last = $code;
  }
  @codes = grep { !$taken{$_} } @codes;
  printf $folding "LINTEL_FOLD(0x%x, 0x%x, %d, %d)\n", $first, $last, $step, $distance;
}
